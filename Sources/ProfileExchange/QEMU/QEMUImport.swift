internal import VMProfile
internal import Wording

/// Reads a QEMU command line (qemu(1)).
struct QEMUImport {
  var result = ImportedProfile()
  /// Cards by the number of their option, which is their order.
  var cards: [(order: Int, card: ImportedNIC)] = []
  var networks: [String: (values: OptionValues, option: QEMUOption)] = [:]
  var drives: [QEMUDrive] = []
  var devices: [(order: Int, values: OptionValues, option: QEMUOption)] = []
  var fileSystems: [String: OptionValues] = [:]
  /// `-net nic` and what is on the other side of the same hub.
  var oldCards: [(values: OptionValues, option: QEMUOption)] = []
  var oldNetworks: [(values: OptionValues, option: QEMUOption)] = []
  var hasNetworkOption = false
  var hasDefaults = true

  /// - Parameter tokens: a script that runs QEMU.
  static func profile(_ tokens: [ShellToken]) throws(ExchangeError) -> ImportedProfile {
    let commands = QEMUScript.commands(tokens)
    guard let first = commands.first else { throw ExchangeError("no command in it runs qemu-system-…") }
    var result = try profile(first[...])
    for other in commands.dropFirst() {
      result.lose(other[0].text, line: other[0].line, "a profile is one machine: this one is the second")
    }
    return result
  }

  /// - Parameter words: the program and its arguments.
  static func profile(_ words: ArraySlice<ShellWord>) throws(ExchangeError) -> ImportedProfile {
    guard let program = words.first, QEMUScript.isQEMU(program.text) else {
      throw ExchangeError("the first word is not qemu-system-ARCH: '\(Excerpt.of(words.first?.text ?? ""))'")
    }
    var reader = QEMUImport()
    let name = program.text.split(separator: "/").last.map(String.init) ?? ""
    if name.hasPrefix(QEMUScript.prefix) {
      let architecture = String(name.dropFirst(QEMUScript.prefix.count))
      try reader.result.setArchitecture(architecture, program.text, line: program.line)
    }
    for word in words where word.expands && !word.text.hasPrefix("$") {
      reader.result.lose(word.text, line: word.line, "it is kept as written: nothing is put in place of $ and `")
    }
    let options = QEMUOption.list(words.dropFirst())
    for (order, option) in options.enumerated() { reader.read(option, order) }
    reader.joinDevices()
    reader.joinDrives()
    reader.joinCards()
    return reader.result
  }

  mutating func lose(_ option: QEMUOption, _ why: String) { result.lose(option.text, line: option.line, why) }

  /// An option that nothing in a profile stands for.
  mutating func pass(_ option: QEMUOption) {
    result.qemuArguments += option.words
    lose(option, "words for QEMU are not taken over unseen: see qemu_arguments in the profile")
  }

  private mutating func read(_ option: QEMUOption, _ order: Int) {
    let value = option.value ?? ""
    switch option.name {
    case "name": result.name = OptionValues(value, implied: "guest")["guest"]
    case "m": memory(option)
    case "smp": processors(option)
    case "cpu": processor(option)
    case "M", "machine": board(option)
    case "accel": accelerate(OptionValues(value, implied: "accel")["accel"] ?? "", option)
    case "enable-kvm": result.accelerator = .kvm
    case "no-kvm": result.accelerator = .tcg
    case "kernel": result.kernel = value
    case "initrd": result.initrd = value
    case "append": result.append = value
    case "bios", "pflash": firmware(value, option)
    case "" where value.hasPrefix("$"): lose(option, "nobody knows what it stands for: nothing is put in its place")
    case "rtc": if value.contains("localtime") { lose(option, "vmrun's clock is UTC") }
    case "object" where OptionValues(value, implied: "qom-type")["qom-type"]?.hasPrefix("rng-") == true: break
    case "", "hda", "hdb", "hdc", "hdd", "cdrom", "drive", "blockdev": readDrive(option)
    case "net", "netdev", "nic": readNetwork(option, order)
    case "device": devices.append((order, OptionValues(value, implied: "driver"), option))
    case "virtfs", "fsdev": readFileSystem(option)
    case "display", "nographic", "vnc", "spice", "curses", "sdl", "vga": readDisplay(option)
    case "nodefaults": hasDefaults = false
    case "boot":
      let values = OptionValues(value, implied: "order")
      result.startsFromCD = (values["once"] ?? values["order"])?.hasPrefix("d") == true
    case _ where Self.own.contains(option.name): break
    case _ where Self.lost[option.name] != nil: lose(option, Self.lost[option.name] ?? "")
    default: pass(option)
    }
  }

  /// What vmrun sees to itself, for every machine.
  private static let own: Set<String> = [
    "serial", "monitor", "qmp", "qmp-pretty", "mon", "chardev", "pidfile", "daemonize", "no-user-config",
    "nouserconfig", "sandbox", "D", "msg", "action", "usb", "no-hpet", "k",
  ]

  private static let lost: [String: String] = [
    "snapshot": "start it with `vmrun start --ephemeral` instead",
    "no-reboot": "vmrun restarts a guest that restarts itself", "S": "use `vmrun pause`",
    "fda": "vmrun has no floppy drive", "fdb": "vmrun has no floppy drive", "tpmdev": "vmrun gives a machine no TPM",
    "balloon": "vmrun gives a machine no balloon", "uuid": "vmrun gives a machine no fixed UUID",
    "full-screen": "the window's own menu has it",
    "loadvm": "vmrun starts from the disk", "runas": "QEMU runs as whoever runs vmrun",
  ]

  private mutating func memory(_ option: QEMUOption) {
    let values = OptionValues(option.value ?? "", implied: "size")
    result.setMemory(QEMUSize.bytes(values["size"] ?? "", unit: "M"), option.text, line: option.line)
    loseOthers(values, than: ["size"], of: option)
  }

  private mutating func processors(_ option: QEMUOption) {
    let values = OptionValues(option.value ?? "", implied: "cpus")
    let topology = ["sockets", "dies", "clusters", "cores", "threads"]
    let product = topology.compactMap { values[$0].flatMap(Int.init) }.filter { (1...255).contains($0) }.reduce(1, *)
    result.setCPUs(values["cpus"] ?? String(product), option.text, line: option.line)
    // Guests are told of single-threaded cores either way.
    let isFlat = (values["threads"] ?? "1") == "1"
    loseOthers(values, than: Set(["cpus"] + (isFlat ? topology : [])), of: option)
  }

  private mutating func processor(_ option: QEMUOption) {
    let parts = (option.value ?? "").split(separator: ",", maxSplits: 1).map(String.init)
    guard let model = parts.first else { return }
    if parts.count == 2 { result.lose("-cpu …,\(parts[1])", line: option.line, "a profile has the model alone") }
    // vmrun's `auto` is the host's own CPU under KVM.
    if model != "host" { result.setCPU(model, option.text, line: option.line) }
  }

  private mutating func board(_ option: QEMUOption) {
    let values = OptionValues(option.value ?? "", implied: "type")
    if let type = values["type"] { result.setMachine(type, option.text, line: option.line) }
    if let accelerator = values["accel"] { accelerate(accelerator, option) }
    loseOthers(values, than: ["type", "accel", "vmport"], of: option)
  }

  private mutating func accelerate(_ text: String, _ option: QEMUOption) {
    let names = text.split(separator: ":").map(String.init)
    let before = result.accelerator
    switch (names.contains("kvm"), names.contains("tcg")) {
    case (true, true): result.accelerator = .auto
    case (true, false): result.accelerator = before == .tcg ? .auto : .kvm
    // A second `-accel` is what QEMU takes when the first does not work.
    case (false, true): result.accelerator = before == .kvm ? .auto : .tcg
    case (false, false): lose(option, "vmrun has KVM and TCG")
    }
  }

  mutating func firmware(_ file: String, _ option: QEMUOption) {
    let name = file.split(separator: "/").last.map { $0.lowercased() } ?? ""
    let words = ["ovmf", "edk2", "aavmf", "qemu_efi", "uefi", "efi"]
    guard words.contains(where: name.contains) || file.lowercased().contains("/ovmf") else {
      return lose(option, "vmrun has BIOS, and UEFI by the host's own firmware")
    }
    result.isUEFI = true
  }

  mutating func loseOthers(_ values: OptionValues, than known: Set<String>, of option: QEMUOption) {
    for (key, value) in values.others(than: known) {
      result.lose("-\(option.name) \(key)=\(value)", line: option.line, "vmrun has nothing like it")
    }
  }
}

extension QEMUImport {
  /// Reads words that another program hands to QEMU beside its own: cards, and nothing else.
  static func fragment(_ words: ArraySlice<ShellWord>) -> ImportedProfile {
    var reader = QEMUImport()
    reader.hasDefaults = false
    for (order, option) in QEMUOption.list(words).enumerated() {
      let values = OptionValues(option.value ?? "", implied: option.name == "device" ? "driver" : "type")
      switch option.name {
      case "netdev", "nic", "net": reader.readNetwork(option, order)
      case "device" where values["netdev"] != nil: reader.devices.append((order, values, option))
      default: reader.pass(option)
      }
    }
    reader.joinDevices()
    reader.joinCards()
    return reader.result
  }
}
