internal import VMProfile

extension QEMUImport {
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
        // An empty ROM is how vmrun's cards are, and where a card is plugged in is the board's affair.
        let isROMless = values["romfile"] == ""
        let places: Set = ["driver", "netdev", "mac", "id", "bus", "addr"]
        loseOthers(values, than: isROMless ? places.union(["romfile"]) : places, of: option)
      } else if let id = values["drive"], let index = drives.firstIndex(where: { $0.id == id }) {
        drives[index].driver = driver
        drives[index].bootIndex = values["bootindex"].flatMap(Int.init)
        drives[index].serial = values["serial"]
        drives[index].option = option
        loseOthers(
          values, than: ["driver", "drive", "id", "bus", "addr", "unit", "lun", "scsi-id", "bootindex", "serial"],
          of: option)
      } else if values["drive"] != nil {
        lose(option, "there is no such drive")
      } else if let id = values["fsdev"], let share = fileSystems.removeValue(forKey: id) {
        addShare(share.values, tag: values["mount_tag"], option)
        loseOthers(values, than: ["driver", "fsdev", "mount_tag", "id", "bus", "addr"], of: option)
      } else {
        readDevice(driver, values, option)
      }
    }
    for (_, share) in fileSystems.sorted(by: { $0.key < $1.key }) { lose(share.option, "no device has it") }
    for (_, network) in networks.sorted(by: { $0.key < $1.key }) { lose(network.option, "no card is plugged into it") }
  }

  mutating func readFileSystem(_ option: QEMUOption) {
    let values = OptionValues(option.value ?? "", implied: "fsdriver")
    guard option.name == "virtfs" else {
      fileSystems[values["id"] ?? ""] = (values, option)
      return
    }
    addShare(values, tag: values["mount_tag"], option)
  }

  private mutating func addShare(_ values: OptionValues, tag: String?, _ option: QEMUOption) {
    guard values["fsdriver"] == "local", let path = values["path"], let tag, !tag.isEmpty else {
      return lose(option, "a share is a folder of this host with a tag")
    }
    result.shares.append(
      ImportedShare(path: path, tag: tag, isReadOnly: values.isOn("readonly"), driver: .ninep))
    let own = ["security_model": "mapped-xattr", "multidevs": "remap"].filter { values[$0.key] == $0.value }
    loseOthers(
      values, than: Set(["fsdriver", "id", "path", "mount_tag", "readonly"] + own.keys), of: option,
      "vmrun sees to whose the files are")
  }

  mutating func readDisplay(_ option: QEMUOption) {
    let values = OptionValues(value(option), implied: "type")
    let kind = values["type"] ?? ""
    switch option.name {
    case "nographic": show(.none, option)
    case "sdl": show(.sdl, option)
    case "vga" where kind == "none":
      if result.display == nil { show(.none, option) } else { has(option) }
    case "vga" where kind == "std": has(option)
    case "vga": lose(option, "vmrun has its own graphics card for each board")
    case "vnc" where kind == "none": show(.none, option)
    case "vnc": showVNC(values, option)
    case "spice":
      show(.vnc, option)
      result.remark("display", "the source has SPICE, which vmrun does not: VNC is nearest")
      result.lose(option.text, line: option.line, "vmrun has no SPICE")
    // `vnc=:1` and `type=vnc`.
    case "display" where kind == "vnc" || values["vnc"] != nil: showVNC(values, option)
    case "display":
      guard let known = DisplayChoice(rawValue: kind) else {
        return lose(option, "vmrun has the displays none, gtk, sdl and vnc")
      }
      show(known, option)
      loseOthers(values, than: ["type"], of: option)
    default: lose(option, "vmrun has the displays none, gtk, sdl and vnc")
    }
  }

  /// A machine may have VNC beside its window or beside none: VNC is what it then gets.
  private mutating func show(_ display: DisplayChoice, _ option: QEMUOption) {
    guard let old = result.display, old != display else { return result.display = display }
    if old == .vnc || display == .none, old != .none {
      if display != .none { lose(option, "a machine has one display: it is \(old)") }
    } else {
      if old != .none { result.lose("the display \(old)", line: option.line, "a machine has one: it is \(display)") }
      result.display = display
    }
  }

  private mutating func showVNC(_ values: OptionValues, _ option: QEMUOption) {
    show(.vnc, option)
    result.remark("display", "vmrun's VNC server is on a UNIX socket: `vmrun status` names it")
    let place = values["vnc"] ?? values["type"] ?? ""
    if !place.hasPrefix("unix:") { lose(option, "vmrun's VNC server is on a UNIX socket: `vmrun status` names it") }
    loseOthers(values, than: ["type", "vnc"], of: option)
  }
}
