internal import VMProfile
internal import XML

extension LibvirtImport {
  /// Devices that vmrun gives every machine in its own way, or that only make room for others.
  private static let own: Set<String> = [
    "emulator", "serial", "console", "channel", "input", "rng", "controller", "memballoon", "panic", "audio",
  ]

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
      case _ where Self.own.contains(device.name): break
      case "sound": lose(device, "vmrun gives a machine no sound card")
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
      if kind != "cdrom" && kind != "floppy" || source != nil {
        lose(source ?? disk, "vmrun has images in files of this host")
      }
      return
    }
    switch kind {
    case "cdrom":
      guard result.cdrom == nil else { return lose(source ?? disk, "a profile has one CD-ROM drive") }
      result.cdrom = file
    case "disk":
      let format = disk.child("driver")?["type"]
      if let format, !["qcow2", "raw"].contains(format) {
        lose(disk.child("driver") ?? disk, "vmrun finds out the format by itself, and has raw and qcow2")
      }
      let known = format.flatMap { ["qcow2", "raw"].contains($0) ? $0 : nil }
      let order = disk.child("boot")?["order"].flatMap(Int.init) ?? .max
      let isReadOnly = disk.child("readonly") != nil
      disks.append((order, ImportedDisk(file: file, format: known, isReadOnly: isReadOnly)))
      let bus = disk.child("target")?["bus"] ?? "virtio"
      if bus != "virtio", disks.count == 1 {
        result.remark("image", "the source's disk is on \(bus), vmrun's on virtio")
      }
    default: lose(disk, "vmrun has disks and one CD-ROM drive")
    }
  }

  private mutating func readFileSystem(_ share: XMLElement) {
    guard let path = share.child("source")?["dir"], let tag = share.child("target")?["dir"], !tag.isEmpty else {
      return lose(share, "a share is a folder of this host with a tag")
    }
    let isReadOnly = share.child("readonly") != nil
    result.shares.append(ImportedShare(path: path, tag: tag, isReadOnly: isReadOnly))
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
