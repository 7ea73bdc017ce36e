internal import VMProfile
internal import XML

extension LibvirtImport {
  /// Devices that vmrun gives every machine in its own way, or that only make room for others.
  private static let own: Set<String> = ["emulator", "serial", "console", "input", "rng", "controller", "panic"]

  mutating func readDevices() {
    var disks: [(order: Int, disk: ImportedDisk)] = []
    var hasScreen = false
    for device in domain.child("devices")?.children ?? [] {
      switch device.name {
      case "disk": readDisk(device, &disks)
      case "interface": cards.append(readInterface(device))
      case "filesystem": readFileSystem(device)
      case "graphics": readGraphics(device)
      case "video":
        hasScreen = device.child("model")?["type"] != "none"
      case _ where Self.own.contains(device.name): result.has("<\(device.name)>")
      case "channel": lose(device, "vmrun gives the guest no such channel")
      case "memballoon": if device["model"] != "none" { lose(device, "vmrun gives a machine no balloon") }
      case "sound", "audio": lose(device, "vmrun gives a machine no sound card")
      case "tpm": lose(device, "vmrun gives a machine no TPM")
      case "hostdev", "redirdev": lose(device, "vmrun passes no device of the host to a machine")
      default: lose(device, "vmrun has nothing like it")
      }
    }
    // The order in which the guest boots, else that of the file.
    result.disks = disks.enumerated().sorted { ($0.element.order, $0.offset) < ($1.element.order, $1.offset) }
      .map(\.element.disk)
    if result.display == nil, hasScreen {
      result.display = .vnc
      result.remark("display", "the source has a graphics card that nobody looks at")
    }
  }

  private mutating func readDisk(_ disk: XMLElement, _ disks: inout [(order: Int, disk: ImportedDisk)]) {
    let source = disk.child("source")
    let kind = disk["device"] ?? "disk"
    guard let file = source?["file"] ?? source?["dev"] else {
      // An empty drive is no loss.
      let isEmpty = (kind == "cdrom" || kind == "floppy") && source == nil
      return lose(source ?? disk, isEmpty ? "the drive is empty" : "vmrun has images in files of this host")
    }
    switch kind {
    case "cdrom":
      guard result.cdrom == nil else { return lose(source ?? disk, "a profile has one CD-ROM drive") }
      result.cdrom = file
      result.cdromLine = (source ?? disk).line
    case "disk":
      let format = disk.child("driver")?["type"]
      if let format, !["qcow2", "raw"].contains(format) {
        lose(disk.child("driver") ?? disk, "vmrun finds out the format by itself, and has raw and qcow2")
      }
      let known = format.flatMap { ["qcow2", "raw"].contains($0) ? $0 : nil }
      let order = disk.child("boot")?["order"].flatMap(Int.init) ?? .max
      let isReadOnly = disk.child("readonly") != nil
      var image = ImportedDisk(file: file, format: known, isReadOnly: isReadOnly)
      image.line = (source ?? disk).line
      image.name = disk.child("serial").flatMap { DiskName($0.word) }
      disks.append((order, image))
      readDetails(disk)
      let bus = disk.child("target")?["bus"] ?? "virtio"
      if bus != "virtio", disks.count == 1 {
        result.remark("image", "the source's disk is on \(bus), vmrun's on virtio")
      }
    default: lose(disk, "vmrun has disks and one CD-ROM drive")
    }
  }

  /// What a profile says nothing about.
  private mutating func readDetails(_ disk: XMLElement) {
    let usual: Set = [
      "driver", "source", "target", "serial", "boot", "readonly", "alias", "address", "backingStore", "mirror",
    ]
    for other in disk.children where !usual.contains(other.name) { lose(other, "vmrun has nothing like it") }
    guard let driver = disk.child("driver") else { return }
    let others = driver.attributes.filter {
      !["name", "type"].contains($0.name) && !($0.name == "discard" && $0.value == "unmap")
    }
    if !others.isEmpty {
      let words = others.map { "\($0.name)='\($0.value)'" }.joined(separator: " ")
      result.lose("<driver \(words)>", line: driver.line, "vmrun has nothing like it")
    }
  }

  private mutating func readFileSystem(_ share: XMLElement) {
    guard let path = share.child("source")?["dir"], let tag = share.child("target")?["dir"], !tag.isEmpty else {
      return lose(share, "a share is a folder of this host with a tag")
    }
    let isReadOnly = share.child("readonly") != nil
    // vmrun's virtiofsd may be unable to refuse writing.
    let driver: ShareDriver? = share.child("driver")?["type"] != "virtiofs" ? .ninep : isReadOnly ? nil : .virtiofs
    result.shares.append(ImportedShare(path: path, tag: tag, isReadOnly: isReadOnly, driver: driver))
  }

  private mutating func readGraphics(_ graphics: XMLElement) {
    switch graphics["type"] {
    case "vnc":
      result.display = .vnc
      if graphics["socket"] == nil, graphics.child("listen")?["type"] != "socket" {
        result.remark("display", "vmrun's VNC server is on a UNIX socket: `vmrun status` names it")
      }
    case "sdl": result.display = .sdl
    case "spice":
      if result.display == nil { result.display = .vnc }
      result.remark("display", "the source has SPICE, which vmrun does not: VNC is nearest")
    default: lose(graphics, "vmrun has the displays none, gtk, sdl and vnc")
    }
  }
}
