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
      if values["media"] != "cdrom" { lose(option, "it names no file") }
      return
    }
    if interface == "pflash" {
      guard result.isUEFI != true, !file.lowercased().contains("vars") else {
        return lose(
          option, "the machine gets a variable store of its own: what the source's boot menu says is not in it")
      }
      return firmware(file, option)
    }
    guard ["ide", "scsi", "virtio", "none", "sd"].contains(interface) else {
      return lose(option, "vmrun has disks and one CD-ROM drive")
    }
    let driver = ["virtio": "virtio-blk", "scsi": "scsi-hd", "sd": "sd-card"][interface]
    let drive = QEMUDrive(
      id: values["id"], file: file, format: values["format"],
      isReadOnly: values.isOn("readonly") || values.isOn("read-only"), interface: interface == "none" ? nil : interface,
      isCDROM: values["media"] == "cdrom", driver: driver, option: option)
    drives.append(drive)
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
      lose(option, "it is no image in a file")
    }
  }

  /// Sorts the drives into the image, further disks and the CD-ROM, those first that the guest boots from.
  mutating func joinDrives() {
    let foreign: Set<String> = ["virtio-blk", "virtio-blk-pci", "virtio-blk-device"]
    for drive in drives {
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
        continue
      }
      let known = drive.format.map { ["qcow2", "raw"].contains($0) } ?? true
      if !known { lose(drive.option, "vmrun finds out the format by itself, and has raw and qcow2") }
      result.disks.append(
        ImportedDisk(file: drive.file, format: known ? drive.format : nil, isReadOnly: drive.isReadOnly))
      if result.disks.count == 1, !foreign.contains(drive.driver ?? "") {
        result.remark("image", "the source's disk is on \(drive.driver ?? drive.interface ?? ""), vmrun's on virtio")
      }
    }
  }
}
