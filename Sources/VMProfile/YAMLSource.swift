internal import YAML

/// The text of a YAML file, with the lines that libyaml counts.
struct YAMLSource {
  let text: String

  init(_ text: String) {
    // libyaml counts a byte order mark as a column.
    self.text = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
  }

  /// The character at a place; nil at the end of the text.
  func character(at place: YAMLMark) -> Unicode.Scalar? {
    YAMLLines(text).character(line: place.line, column: place.column)
  }
}
