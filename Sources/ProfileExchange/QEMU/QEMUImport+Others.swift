internal import VMProfile

extension QEMUImport {
  /// Every machine of vmrun has the same.
  mutating func has(_ option: QEMUOption, _ part: String? = nil) { result.has(part ?? option.text) }

  /// Options that are about QEMU's process rather than the machine, and those that nothing in a profile stands for.
  mutating func readOther(_ option: QEMUOption) {
    switch option.name {
    case "sandbox" where value(option).hasPrefix("on"), "action" where value(option) == "panic=none": has(option)
    case _ where Self.own.contains(option.name): has(option)
    case _ where Self.elsewhere[option.name] != nil: lose(option, Self.elsewhere[option.name] ?? "")
    default: pass(option)
    }
  }

  private static let own: Set<String> = ["no-user-config", "nouserconfig", "daemonize"]

  static let console = "vmrun keeps every machine's console: `vmrun console NAME`"
  static let monitor = "vmrun has its own to every machine: `vmrun monitor NAME`"
  static let channels = "vmrun has channels of its own: `vmrun console NAME` and `vmrun monitor NAME`"
  static let pointer = "with a display vmrun gives the machine a virtio tablet; a keyboard needs no USB"
  private static let noTPM = "vmrun gives a machine no TPM"
  private static let asks = "QEMU prints something and ends: there is no machine"
  private static let noDrive = "vmrun has disks and one CD-ROM drive"

  private static let elsewhere: [String: String] = [
    "serial": console, "echr": console, "parallel": "vmrun gives a machine no parallel port",
    "monitor": monitor, "qmp": monitor, "qmp-pretty": monitor, "mon": monitor, "chardev": channels,
    "pidfile": "`vmrun status NAME` has the number of QEMU's process",
    "D": "vmrun keeps what QEMU says: `vmrun logs NAME`",
    "sandbox": "vmrun runs every QEMU in its sandbox",
    "action": "vmrun's machines do what the guest does: restart, power off, and stay up in a panic",
    "localtime": "vmrun's clock is UTC", "usb": pointer, "snapshot": "start it with `vmrun start --ephemeral` instead",
    "no-reboot": "vmrun restarts a guest that restarts itself",
    "no-shutdown": "vmrun's machine ends when its guest powers off", "S": "use `vmrun pause`",
    "fda": "vmrun has no floppy drive", "fdb": "vmrun has no floppy drive", "sd": noDrive, "mtdblock": noDrive,
    "tpmdev": noTPM, "balloon": "vmrun gives a machine no balloon", "uuid": "vmrun gives a machine no fixed UUID",
    "full-screen": "the window's own menu has it", "loadvm": "vmrun starts from the disk",
    "incoming": "vmrun starts from the disk", "runas": "QEMU runs as whoever runs vmrun",
    "chroot": "QEMU runs as whoever runs vmrun", "add-fd": "vmrun hands no files of the caller's to QEMU",
    "readconfig": "what is in that file was not read: write its options on the command line",
    "writeconfig": "vmrun shows what it runs: `vmrun command NAME`",
    "preconfig": "vmrun starts the machine at once", "xen-domid": "vmrun has KVM and TCG",
    "xen-attach": "vmrun has KVM and TCG", "xen-domid-restrict": "vmrun has KVM and TCG",
    "h": asks, "help": asks, "version": asks, "audio-help": asks, "dump-vmstate": asks,
  ]

  /// Devices that every machine of vmrun has, or that only make room for others.
  private static let ownDevices = [
    "virtio-rng", "pvpanic", "pcie-root-port", "pcie-pci-bridge", "pci-bridge", "virtio-scsi", "ahci", "ich9-ahci",
    "lsi53c895a", "nvme-subsys", "virtio-tablet", "virtio-keyboard",
  ]
  private static let otherDevices: [(prefix: String, why: String)] = [
    ("usb-tablet", pointer), ("usb-kbd", pointer), ("usb-mouse", pointer),
    ("isa-serial", console), ("pci-serial", console), ("virtconsole", console),
    ("virtio-serial", "vmrun gives the guest no such channel"),
    ("virtserialport", "vmrun gives the guest no such channel"),
    ("virtio-balloon", "vmrun gives a machine no balloon"), ("tpm-", noTPM),
    ("vhost-user-fs", "vmrun runs virtiofsd by itself: add the folder that this one serves to `shares`"),
    ("floppy", "vmrun has no floppy drive"), ("isa-fdc", "vmrun has no floppy drive"),
  ]
  private static let screens = ["VGA", "virtio-vga", "virtio-gpu", "qxl", "ramfb", "bochs-display", "cirrus-vga"]

  /// A device that is neither a card nor a drive nor a share.
  mutating func readDevice(_ driver: String, _ values: OptionValues, _ option: QEMUOption) {
    if Self.ownDevices.contains(where: driver.hasPrefix) {
      has(option, "-device \(driver)")
    } else if let (_, why) = Self.otherDevices.first(where: { driver.hasPrefix($0.prefix) }) {
      lose(option, why)
    } else if values["chardev"] != nil {
      lose(option, Self.channels)
    } else if Self.screens.contains(where: driver.hasPrefix) {
      driver == "VGA" || driver == "virtio-gpu-pci" && result.machine == .virt
        ? has(option, "-device \(driver)") : lose(option, "vmrun has its own graphics card for each board")
    } else {
      pass(option)
    }
  }

  mutating func readName(_ option: QEMUOption) {
    let values = OptionValues(value(option), implied: "guest")
    result.name = values["guest"]
    loseOthers(values, than: ["guest", "debug-threads"], of: option)
    if values["debug-threads"] != nil { has(option, "-name debug-threads") }
  }

  mutating func readClock(_ option: QEMUOption) {
    let values = OptionValues(value(option), implied: "base")
    if let base = values["base"] {
      if base == "utc" {
        has(option, "-rtc base=utc")
      } else {
        result.lose("-rtc base=\(base)", line: option.line, "vmrun's clock is UTC")
      }
    }
    loseOthers(values, than: ["base"], of: option)
  }

  mutating func readBoot(_ option: QEMUOption) {
    let values = OptionValues(value(option), implied: "order")
    loseOthers(values, than: ["order", "once"], of: option)
    for key in ["order", "once"] {
      guard let order = values[key], let first = order.first else { continue }
      switch first {
      case "d":
        result.startsFromCD = true
        if key == "once" {
          result.remark("boot", "the source starts from the CD once: take this line out after the installation")
        }
      case "c": if !result.startsFromCD { has(option, "-boot \(order)") }
      default: result.lose("-boot \(key)=\(order)", line: option.line, "vmrun starts from a disk, a CD or a kernel")
      }
      if order.count > 1, first == "c" || first == "d", order != "cd", order != "dc" {
        result.lose("-boot \(key)=\(order)", line: option.line, "vmrun tries the disk and the CD")
      }
    }
  }
}
