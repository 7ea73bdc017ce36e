internal import VMProfile
internal import Wording

/// Reads a QEMU command line (qemu(1)). What an option says is in the profile afterwards, or is told: as not carried
/// over, or as something that every machine of vmrun has.
struct QEMUImport {
  var result = ImportedProfile()
  /// What the script does beside running QEMU.
  var script: ShellScript?
  /// Cards by the number of their option, which is their order.
  var cards: [(order: Int, card: ImportedNIC)] = []
  var networks: [String: (values: OptionValues, option: QEMUOption)] = [:]
  var drives: [QEMUDrive] = []
  var devices: [(order: Int, values: OptionValues, option: QEMUOption)] = []
  var fileSystems: [String: (values: OptionValues, option: QEMUOption)] = [:]
  /// `-net nic` and what is on the other side of the same hub.
  var oldCards: [(values: OptionValues, option: QEMUOption)] = []
  var oldNetworks: [(values: OptionValues, option: QEMUOption)] = []
  var hasNetworkOption = false
  var hasDefaults = true
  /// Ids of the drives that the board has as flash memories: the firmware, and its variables.
  var flashes: [String] = []
  /// A CPU with the features that vmrun chooses, until the accelerator is known.
  var processor: QEMUOption?
  var hasBoard = false

  /// - Parameter tokens: a script that runs QEMU.
  static func profile(_ tokens: [ShellToken]) throws(ExchangeError) -> ImportedProfile {
    let script = try ShellScript(tokens)
    guard let first = script.machines.first ?? script.perhaps.first else {
      throw ExchangeError("no command in it runs qemu-system-…")
    }
    var result = try profile(first, script: script)
    for other in script.machines + script.perhaps where other.line != first.line {
      result.lose(
        other.words[0].text, line: other.line,
        "a profile is one machine, and this may be another: the command of line \(first.line) was read")
    }
    return result
  }

  /// - Parameter words: the program and its arguments.
  static func profile(_ words: [ShellWord]) throws(ExchangeError) -> ImportedProfile {
    guard let program = words.first, QEMUProgram.isOne(program.text) else {
      throw ExchangeError("the first word is not qemu-system-ARCH: '\(Excerpt.of(words.first?.text ?? ""))'")
    }
    return try profile(ShellCommand(words: words, folder: ""), script: nil)
  }

  private static func profile(
    _ command: ShellCommand, script: ShellScript?
  ) throws(ExchangeError) -> ImportedProfile {
    var reader = QEMUImport()
    reader.script = script
    reader.result.losses = command.notes
    try reader.readProgram(command)
    let options = QEMUOption.list(command.words.dropFirst())
    for (order, option) in options.enumerated() { reader.read(option, order) }
    reader.joinDevices()
    reader.joinDrives()
    reader.joinCards()
    reader.settleMachine()
    reader.place(in: command.folder ?? "")
    return reader.result
  }

  private mutating func readProgram(_ command: ShellCommand) throws(ExchangeError) {
    let lead = command.lead.map(\.text).filter { $0 != "exec" }
    if !lead.isEmpty {
      let why = lead.contains("sudo") ? "vmrun runs QEMU as you, and says what needs root" : "vmrun runs QEMU by itself"
      result.lose(lead.joined(separator: " "), line: command.line, why)
    }
    guard let program = command.words.first else { return }
    guard QEMUProgram.isOne(program.text) else {
      return result.lose(
        program.text, line: program.line,
        "nobody knows which QEMU it is: `arch` is this host's. The line was read for its other words", kind: .read)
    }
    let name = program.text.split(separator: "/").last.map(String.init) ?? ""
    guard name.hasPrefix(QEMUProgram.prefix) else { return }
    try result.setArchitecture(
      String(name.dropFirst(QEMUProgram.prefix.count)), program.text, line: program.line)
  }

  func value(_ option: QEMUOption) -> String { option.value ?? "" }

  mutating func lose(_ option: QEMUOption, _ why: String) { result.lose(option.text, line: option.line, why) }

  /// An option that nothing in a profile stands for.
  mutating func pass(_ option: QEMUOption) {
    result.qemuArguments += option.words
    lose(option, "words for QEMU are not taken over unseen: see qemu_arguments in the profile")
  }

  private mutating func read(_ option: QEMUOption, _ order: Int) {
    let value = value(option)
    if option.value == nil, QEMUOption.takesValue(option.name) == true { return lose(option, "its value is missing") }
    switch option.name {
    case "name": readName(option)
    case "m": readMemory(option)
    case "smp": readProcessors(option)
    case "cpu": readProcessor(option)
    case "M", "machine": readBoard(option)
    case "accel": readAccelerator(option)
    case "enable-kvm": result.accelerator = .kvm
    case "no-kvm": result.accelerator = .tcg
    case "kernel": result.kernel = value
    case "initrd": result.initrd = value
    case "append": result.append = value
    case "bios", "pflash": readFirmware(value, option)
    // Whatever it stands for was told of.
    case "" where option.isUnknown: break
    case "rtc": readClock(option)
    case "object" where OptionValues(value, implied: "qom-type")["qom-type"]?.hasPrefix("rng-") == true: has(option)
    case "", "hda", "hdb", "hdc", "hdd", "cdrom", "drive", "blockdev": readDrive(option)
    case "net", "netdev", "nic": readNetwork(option, order)
    case "device": devices.append((order, OptionValues(value, implied: "driver"), option))
    case "virtfs", "fsdev": readFileSystem(option)
    case "display", "nographic", "vnc", "spice", "curses", "sdl", "vga": readDisplay(option)
    case "nodefaults": hasDefaults = false
    case "boot": readBoot(option)
    default: readOther(option)
    }
  }

  /// Tells of what the profile has no key for, once an option.
  mutating func loseOthers(_ values: OptionValues, than known: Set<String>, of option: QEMUOption, _ why: String? = nil)
  {
    let others = values.others(than: known).map { "\($0.key)=\($0.value)" }
    guard !others.isEmpty else { return }
    result.lose(
      "-\(option.name) \(others.joined(separator: ","))", line: option.line, why ?? "vmrun has nothing like it")
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
