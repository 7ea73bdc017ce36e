/// The text of a YAML file, with the lines that libyaml counts.
struct YAMLSource {
  private(set) var text: String

  init(_ text: String) {
    // libyaml counts a byte order mark as a column.
    self.text = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
  }

  /// Overwrites a key by as many characters of Unicode's private area.
  ///
  /// - Returns: false, and nothing done, when the key is not spelled so at this place.
  mutating func rename(_ key: String, at place: YAMLDocument.RenamedKey, attempt: Int) -> Bool {
    guard !key.isEmpty, let stand = Unicode.Scalar(0xE000 + UInt32(attempt)) else { return false }
    var scalars = Array(text.unicodeScalars)
    guard var start = offset(of: place, in: scalars) else { return false }
    if start < scalars.count, scalars[start] == "\"" || scalars[start] == "'" { start += 1 }
    let name = Array(key.unicodeScalars)
    guard scalars.count - start >= name.count, Array(scalars[start..<start + name.count]) == name else { return false }
    for index in start..<start + name.count { scalars[index] = stand }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    text = String(view)
    return true
  }

  private func offset(of place: YAMLDocument.RenamedKey, in scalars: [Unicode.Scalar]) -> Int? {
    var line = 1
    var index = 0
    while line < place.line {
      guard index < scalars.count else { return nil }
      if Self.isBreak(scalars[index]) {
        line += 1
        if scalars[index] == "\r", index + 1 < scalars.count, scalars[index + 1] == "\n" { index += 1 }
      }
      index += 1
    }
    let offset = index + place.column - 1
    return offset <= scalars.count ? offset : nil
  }

  static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": true
    default: false
    }
  }

  /// The character at a place; nil at the end of the text.
  func character(atLine line: Int, column: Int) -> Unicode.Scalar? {
    let scalars = Array(text.unicodeScalars)
    guard let offset = offset(of: .init(line: line, column: column), in: scalars), offset < scalars.count else {
      return nil
    }
    return scalars[offset]
  }
}
