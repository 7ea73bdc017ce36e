/// Options of QEMU that a profile's own arguments may not have, as vmrun would lose hold of the machine.
enum QEMUOption {
  /// Why a word of the command line is refused; nil: it may be there.
  static func refusal(of word: String) -> String? {
    guard word.hasPrefix("-") else { return nil }
    // QEMU takes two dashes for one.
    let name = String(word.drop { $0 == "-" })
    if let space = name.firstIndex(where: \.isWhitespace), name[..<space].allSatisfy({ $0.isLetter || $0 == "-" }) {
      return "an option and its value are two entries: write [-\(name[..<space]), …]"
    }
    return refused[name].map { "\($0): leave it out" }
  }

  private static let ownsProcess = "vmrun starts QEMU and finds it again by itself"
  private static let ownsMonitors = "vmrun has monitors of its own, and `vmrun monitor` leads to them"
  private static let ownsStart = "vmrun waits for a machine that runs"
  private static let endsQEMU = "QEMU would print a text and end"

  private static let refused: [String: String] = [
    "daemonize": ownsProcess, "pidfile": ownsProcess, "name": ownsProcess, "runas": ownsProcess, "chroot": ownsProcess,
    "run-with": ownsProcess, "sandbox": ownsProcess, "no-shutdown": ownsProcess,
    "qmp": ownsMonitors, "qmp-pretty": ownsMonitors, "monitor": ownsMonitors, "mon": ownsMonitors,
    "S": ownsStart, "preconfig": ownsStart, "incoming": ownsStart, "loadvm": ownsStart,
    "h": endsQEMU, "help": endsQEMU, "version": endsQEMU, "dump-vmstate": endsQEMU, "writeconfig": endsQEMU,
  ]
}
