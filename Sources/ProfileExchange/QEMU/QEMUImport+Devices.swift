internal import VMProfile

extension QEMUImport {
  /// Devices that every machine of vmrun has, or that only make room for others.
  private static let own = [
    "virtio-rng", "pvpanic", "pcie-root-port", "pci-bridge", "virtio-scsi", "ahci", "ich9-ahci", "virtio-serial",
    "usb-tablet", "virtio-tablet", "virtio-keyboard", "usb-kbd", "usb-mouse", "qemu-xhci", "usb-ehci", "piix3-usb",
    "ich9-usb", "isa-serial", "pci-serial", "virtio-balloon",
  ]
  private static let screens = ["VGA", "virtio-vga", "virtio-gpu", "qxl", "ramfb", "bochs-display", "cirrus-vga"]

  /// Gives each device what it is for.
  mutating func joinDevices() {
    for (order, values, option) in devices {
      let driver = values["driver"] ?? ""
      if let id = values["netdev"] {
        guard let network = networks.removeValue(forKey: id) else {
          lose(option, "there is no -netdev \(id)")
          continue
        }
        addCard(order, model: driver, mac: values["mac"], network.values, network.option)
      } else if let id = values["drive"], let index = drives.firstIndex(where: { $0.id == id }) {
        drives[index].driver = driver
        drives[index].option = option
      } else if let id = values["fsdev"], let share = fileSystems.removeValue(forKey: id) {
        addShare(share, tag: values["mount_tag"], option)
      } else if Self.own.contains(where: driver.hasPrefix) {
        continue
      } else if Self.screens.contains(where: driver.hasPrefix) {
        if driver != "VGA" { lose(option, "vmrun has its own graphics card for each board") }
      } else {
        pass(option)
      }
    }
    for (_, network) in networks.sorted(by: { $0.key < $1.key }) { lose(network.option, "no card is plugged into it") }
  }

  mutating func readFileSystem(_ option: QEMUOption) {
    let values = OptionValues(option.value ?? "", implied: "fsdriver")
    guard option.name == "virtfs" else {
      fileSystems[values["id"] ?? ""] = values
      return
    }
    addShare(values, tag: values["mount_tag"], option)
  }

  private mutating func addShare(_ values: OptionValues, tag: String?, _ option: QEMUOption) {
    guard values["fsdriver"] == "local", let path = values["path"], let tag, !tag.isEmpty else {
      return lose(option, "a share is a folder of this host with a tag")
    }
    result.shares.append(ImportedShare(path: path, tag: tag, isReadOnly: values.isOn("readonly")))
  }

  mutating func readDisplay(_ option: QEMUOption) {
    let kind = OptionValues(option.value ?? "", implied: "type")["type"] ?? ""
    switch option.name {
    case "nographic": result.display = DisplayChoice.none
    case "vnc": if option.value != "none" { showVNC(option) }
    case "spice":
      result.display = .vnc
      result.remark("display", "the source has SPICE, which vmrun does not: VNC is nearest")
    case "sdl": result.display = .sdl
    case "vga":
      if kind != "none", kind != "std" { lose(option, "vmrun has its own graphics card for each board") }
      if kind == "none", result.display == nil { result.display = DisplayChoice.none }
    case "display" where kind == "vnc" || kind.hasPrefix("vnc="): showVNC(option)
    case "display" where OptionValues(option.value ?? "")["vnc"] != nil: showVNC(option)
    case "display":
      if let known = DisplayChoice(rawValue: kind) {
        result.display = result.display == .vnc ? .vnc : known
      } else {
        lose(option, "vmrun has the displays none, gtk, sdl and vnc")
      }
    default: lose(option, "vmrun has the displays none, gtk, sdl and vnc")
    }
  }

  private mutating func showVNC(_ option: QEMUOption) {
    result.display = .vnc
    result.remark("display", "vmrun's VNC server is on a UNIX socket: `vmrun status` names it")
  }
}
