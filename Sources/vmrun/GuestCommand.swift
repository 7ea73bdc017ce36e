/// `ssh web uname -a`: as with ssh(1), what follows the machine's name is the guest's.
enum GuestCommand {
  /// Puts the `--` in that the parser needs, where it was left out.
  static func separated(_ words: [String]) -> [String] {
    guard words.first == "ssh" else { return words }
    var hasName = false
    var index = 1
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
