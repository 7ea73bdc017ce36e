/// One option of a QEMU command line.
struct QEMUOption: Sendable, Equatable {
  /// Without dashes; empty for a word that belongs to no option.
  var name: String
  var value: String?
  /// From 1; 0: it was not in a file.
  var line = 0

  var text: String { words.joined(separator: " ") }
  var words: [String] { (name.isEmpty ? [] : ["-\(name)"]) + (value.map { [$0] } ?? []) }

  /// Options that stand alone.
  private static let flags: Set<String> = [
    "enable-kvm", "no-kvm", "nographic", "nodefaults", "no-user-config", "nouserconfig", "snapshot", "no-reboot",
    "no-shutdown", "S", "s", "usb", "daemonize", "full-screen", "no-acpi", "no-hpet", "curses", "win2k-hack",
    "no-fd-bootchk", "portrait", "preconfig", "only-migratable", "no-quit", "no-frame", "alt-grab", "ctrl-grab",
    "enable-fips", "no-hpet", "h", "help", "version", "semihosting", "old-param", "xen-attach", "singlestep",
    "async-teardown", "mem-prealloc", "sdl",
  ]

  /// Cuts the words after the program's name. A word that belongs to no option is a disk, which has no name here.
  static func list(_ words: ArraySlice<ShellWord>) -> [QEMUOption] {
    var options: [QEMUOption] = []
    var rest = words
    while let word = rest.popFirst() {
      guard word.text.hasPrefix("-"), word.text.count > 1 else {
        options.append(QEMUOption(name: "", value: word.text, line: word.line))
        continue
      }
      // QEMU takes one dash or two.
      let name = String(word.text.dropFirst(word.text.hasPrefix("--") ? 2 : 1))
      var option = QEMUOption(name: name, line: word.line)
      if !flags.contains(name), let next = rest.first, next.text == "-" || !next.text.hasPrefix("-") {
        option.value = next.text
        rest.removeFirst()
      }
      options.append(option)
    }
    return options
  }
}
