/// `ssh web uname -a`, `net exec navy ping -c 1 10.16.0.5`: as with ssh(1), what follows the name is another program's.
enum GuestCommand {
  /// Puts the `--` in that the parser needs, where it was left out.
  static func separated(_ words: [String]) -> [String] {
    let start = words.first == "ssh" ? 1 : words.starts(with: ["net", "exec"]) ? 2 : words.count
    var hasName = false
    var index = start
    while index < words.count {
      let word = words[index]
      switch word {
      case "--": return words
      case "--timeout": index += 1
      case _ where word.hasPrefix("-"): break
      case _ where hasName: return words[..<index] + ["--"] + words[index...]
      default: hasName = true
      }
      index += 1
    }
    return words
  }
}
