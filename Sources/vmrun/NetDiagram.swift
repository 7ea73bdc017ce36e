/// `net show lab --diagram`: the option's value may be left out.
enum NetDiagram {
  /// Puts `text` in where it was.
  static func completed(_ words: [String]) -> [String] {
    guard words.starts(with: ["net", "show"]), let index = words.firstIndex(of: "--diagram") else { return words }
    let kinds = NetShow.Diagram.allCases.map(\.rawValue)
    guard index + 1 == words.count || !kinds.contains(words[index + 1]) else { return words }
    return words[...index] + ["text"] + words[(index + 1)...]
  }
}
