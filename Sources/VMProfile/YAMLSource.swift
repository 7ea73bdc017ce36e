internal import Yams

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

  private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": true
    default: false
    }
  }

  /// The character at a place; nil at the end of the text.
  private func character(atLine line: Int, column: Int) -> Unicode.Scalar? {
    let scalars = Array(text.unicodeScalars)
    guard let offset = offset(of: .init(line: line, column: column), in: scalars), offset < scalars.count else {
      return nil
    }
    return scalars[offset]
  }
}

extension YAMLSource {
  /// What Yams found, in words for people.
  func diagnostic(for error: YamlError, file: String) -> Diagnostic {
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      return diagnostic(problem, mark, context, file: file)
    case .reader(let problem, let offset, let value, _):
      let before = text.prefix(offset ?? 0).unicodeScalars
      let line = before.count { $0 == "\n" } + 1
      let column = before.reversed().prefix { $0 != "\n" }.count + 1
      let code = String(UInt32(bitPattern: value), radix: 16)
      return Diagnostic(
        location: SourceLocation(file: file, line: line, column: column),
        message: "not YAML: \(problem), found U+\(String(repeating: "0", count: max(0, 4 - code.count)))\(code)")
    default:
      return Diagnostic(location: SourceLocation(file: file, line: 1, column: 1), message: "not YAML: \(error)")
    }
  }

  private func diagnostic(
    _ problem: String, _ mark: Mark, _ context: YamlError.Context?, file: String
  ) -> Diagnostic {
    var place = mark
    let found = character(atLine: mark.line, column: mark.column)
    var message = "not YAML: \(problem)"
    switch (problem, found) {
    case ("found character that cannot start any token", "\t"): message = "not YAML: indent with spaces, not with tabs"
    case ("found character that cannot start any token", let found?):
      message = "not YAML: a value that begins with '\(found)' needs quotes"
    case ("mapping values are not allowed in this context", _):
      message = "not YAML: this ':' has no place here: is the line before it complete and the indentation right? "
        + "A value that holds ': ' needs quotes"
    case ("found undefined alias", _): message = "not YAML: no anchor '&' of this name comes before the alias"
    case (_, nil):
      // The end of the file says nothing; where the open bracket or quote stands does.
      place = context?.mark ?? mark
      message = "not YAML: what begins here has no end"
    default: break
    }
    return Diagnostic(location: SourceLocation(file: file, line: place.line, column: place.column), message: message)
  }
}
