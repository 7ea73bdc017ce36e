/// Finds the QEMU command line in a shell script.
enum QEMUScript {
  static let prefix = "qemu-system-"

  /// Each command that runs QEMU, its program first.
  static func commands(_ tokens: [ShellToken]) -> [[ShellWord]] {
    var commands: [[ShellWord]] = []
    var words: [ShellWord] = []
    for token in tokens + [.newline] {
      if case .word(let word) = token {
        words.append(word)
        continue
      }
      if let start = words.firstIndex(where: { isQEMU($0.text) }), words[..<start].allSatisfy({ isLead($0.text) }) {
        commands.append(Array(words[start...]))
      }
      words = []
    }
    return commands
  }

  static func isQEMU(_ word: String) -> Bool {
    let name = word.split(separator: "/").last.map(String.init) ?? ""
    return name.hasPrefix(prefix) || name == "qemu-kvm" || name == "kvm"
  }

  /// What may come before a command's name: assignments, and programs that run another one.
  private static func isLead(_ word: String) -> Bool {
    word.contains("=") || word.hasPrefix("-") || ["exec", "sudo", "env", "nohup", "nice", "time"].contains(word)
  }
}
