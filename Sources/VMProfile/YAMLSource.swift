internal import YAML

/// The text of a YAML file, with the lines that libyaml counts.
struct YAMLSource {
  let text: String

  init(_ text: String) {
    // libyaml counts a byte order mark as a column.
    self.text = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
  }

  private func offset(of place: YAMLMark, in scalars: [Unicode.Scalar]) -> Int? {
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
  func character(at place: YAMLMark) -> Unicode.Scalar? {
    let scalars = Array(text.unicodeScalars)
    guard let offset = offset(of: place, in: scalars), offset < scalars.count else {
      return nil
    }
    return scalars[offset]
  }
}
