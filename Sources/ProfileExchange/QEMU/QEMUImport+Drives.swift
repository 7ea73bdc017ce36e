internal import VMProfile

extension QEMUImport {
  mutating func readDrive(_ option: QEMUOption) {
    let value = option.value ?? ""
    guard !value.isEmpty else { return lose(option, "it names no file") }
    switch option.name {
    case "drive": readDriveOption(option)
    case "blockdev": readBlockNode(option)
    case "cdrom": drives.append(QEMUDrive(file: value, interface: "ide", isCDROM: true, option: option))
    default: drives.append(QEMUDrive(file: value, interface: "ide", option: option))
    }
  }

  private mutating func readDriveOption(_ option: QEMUOption) {
    let values = OptionValues(option.value ?? "")
    let interface = values["if"] ?? "ide"
    guard let file = values["file"] ?? values["file.filename"] else {
      return lose(option, values["media"] == "cdrom" ? "the drive is empty" : "it names no file")
    }
    if interface == "pflash" {
      guard result.isUEFI != true, !file.lowercased().contains("vars") else {
        return lose(option, Self.variables)
      }
      return readFirmware(file, option)
    }
    guard ["ide", "scsi", "virtio", "none", "sd"].contains(interface) else {
      return lose(option, "vmrun has disks and one CD-ROM drive")
    }
    let driver = ["virtio": "virtio-blk", "scsi": "scsi-hd", "sd": "sd-card"][interface]
    var drive = QEMUDrive(
      id: values["id"], file: file, format: values["format"] ?? values["driver"],
      isReadOnly: values.isOn("readonly") || values.isOn("read-only"), interface: interface == "none" ? nil : interface,
      isCDROM: values["media"] == "cdrom", driver: driver, option: option)
    drive.index = values["index"].flatMap(Int.init)
    drives.append(drive)
    let own = ["discard": "unmap", "media": "disk", "snapshot": "off"].filter { values[$0.key] == $0.value }
    loseOthers(
      values,
      than: Set(
        [
          "file", "file.filename", "file.driver", "if", "id", "format", "driver", "readonly", "read-only", "snapshot",
          "index",
        ] + own.keys + (values["media"] == "cdrom" ? ["media"] : [])),
      of: option)
    if values.isOn("snapshot") { result.lose("-drive snapshot=on", line: option.line, "use `vmrun start --ephemeral`") }
  }

  /// A format's node over a file's node, in one option or in two.
  private mutating func readBlockNode(_ option: QEMUOption) {
    let values = OptionValues(option.value ?? "", implied: "driver")
    let isReadOnly = values.isOn("read-only")
    let name = values["node-name"]
    let file = values["file.filename"] ?? values["filename"]
    if let file {
      let format = values["driver"] == "file" || values["driver"] == "host_device" ? nil : values["driver"]
      drives.append(QEMUDrive(id: name, file: file, format: format, isReadOnly: isReadOnly, option: option))
    } else if let below = values["file"], let index = drives.firstIndex(where: { $0.id == below }) {
      drives[index].id = name
      drives[index].format = values["driver"]
      drives[index].isReadOnly = drives[index].isReadOnly || isReadOnly
    } else {
      return lose(option, "it is no image in a file")
    }
    let own = ["discard", "file.discard"].filter { values[$0] == "unmap" }
    loseOthers(
      values,
      than: Set(["driver", "node-name", "file", "file.driver", "file.filename", "filename", "read-only"] + own),
      of: option)
  }

  /// The drives that are the board's flash memories.
  private mutating func joinFlashes() {
    for id in flashes {
      guard let index = drives.firstIndex(where: { $0.id == id }) else { continue }
      let drive = drives.remove(at: index)
      if drive.isReadOnly || result.isUEFI != true && drive.option != drives.last?.option && id == flashes.first {
        readFirmware(drive.file, drive.option)
      } else {
        lose(drive.option, Self.variables)
      }
    }
  }

  static let variables =
    "the machine gets a variable store of its own: what the source's boot menu says is not in it"

  /// Sorts the drives into the image, further disks and the CD-ROM, those first that the guest boots from.
  mutating func joinDrives() {
    let foreign: Set<String> = ["virtio-blk", "virtio-blk-pci", "virtio-blk-device"]
    joinFlashes()
    // In the order in which the firmware tries them, else in the board's.
    let order = { (drive: QEMUDrive) in (drive.bootIndex ?? .max, drive.index ?? -1) }
    let sorted = drives.enumerated().sorted {
      let (left, right) = (order($0.element), order($1.element))
      return left == right ? $0.offset < $1.offset : left < right
    }
    var firstIndex: Int?
    for drive in sorted.map(\.element) {
      guard drive.interface != nil || drive.driver != nil else {
        lose(drive.option, "no device has it")
        continue
      }
      if drive.isCDROM || drive.driver?.hasSuffix("-cd") == true {
        guard result.cdrom == nil else {
          lose(drive.option, "a profile has one CD-ROM drive")
          continue
        }
        result.cdrom = drive.file
        result.cdromLine = drive.option.line
        if let index = drive.bootIndex, firstIndex == nil || index < firstIndex ?? 0 {
          result.startsFromCD = drives.contains { $0.bootIndex ?? -1 > index }
        }
        if looksLikeSeed(drive.file) { result.remark("cdrom", Self.otherSeed) }
        if let serial = drive.serial { result.lose("serial=\(serial)", line: drive.option.line, "vmrun's CD has none") }
        continue
      }
      let known = drive.format.map { ["qcow2", "raw"].contains($0) } ?? true
      if !known { lose(drive.option, "vmrun finds out the format by itself, and has raw and qcow2") }
      var disk = ImportedDisk(file: drive.file, format: known ? drive.format : nil, isReadOnly: drive.isReadOnly)
      disk.line = drive.option.line
      if let serial = drive.serial {
        disk.name = DiskName(serial)
        if disk.name == nil || result.disks.isEmpty {
          result.lose("serial=\(serial)", line: drive.option.line, "vmrun gives this disk no serial number")
        }
      }
      firstIndex = firstIndex ?? drive.bootIndex
      result.disks.append(disk)
      if result.disks.count == 1, !foreign.contains(drive.driver ?? "") {
        result.remark("image", "the source's disk is on \(drive.driver ?? drive.interface ?? ""), vmrun's on virtio")
      }
    }
  }

  private func looksLikeSeed(_ file: String) -> Bool {
    let name = (file.split(separator: "/").last ?? "").lowercased()
    return ["seed", "cidata", "cloud-init", "cloudinit", "user-data"].contains(where: name.contains)
  }

  private static let otherSeed =
    "vmrun makes the machine a cloud-init seed of its own, and a guest reads one: put what this one says under "
    + "`cloud_init`, and leave it out"
}
