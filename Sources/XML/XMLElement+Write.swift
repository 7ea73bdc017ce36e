extension XMLElement {
  /// The element as text, one child a line, with a line break at the end.
  ///
  /// Names are the caller's own words; texts and values may hold anything.
  package func written(indent: Int = 0) -> String {
    let space = String(repeating: "  ", count: indent)
    let words = attributes.map { " \($0.name)='\(XMLText.escape($0.value))'" }.joined()
    guard !children.isEmpty else {
      return text.isEmpty
        ? "\(space)<\(name)\(words)/>\n" : "\(space)<\(name)\(words)>\(XMLText.escape(text))</\(name)>\n"
    }
    let inner = children.map { $0.written(indent: indent + 1) }.joined()
    return "\(space)<\(name)\(words)>\n\(inner)\(space)</\(name)>\n"
  }

  /// Lines of a comment before an element. No comment can hold `--`, so a dash is put apart from the next.
  package static func comment(_ lines: [String]) -> String {
    guard !lines.isEmpty else { return "" }
    let clean = lines.map { line in
      "  \(String(String.UnicodeScalarView(line.unicodeScalars.map { $0.value < 0x20 ? " " : $0 })))\n"
    }
    // Twice, for three dashes in a row.
    let text = clean.joined().replacing("--", with: "- -").replacing("--", with: "- -")
    return "<!--\n\(text)-->\n"
  }
}
