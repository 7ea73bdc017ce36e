internal import YAML

extension YAMLSource {
  /// What libyaml found, in words for people.
  func diagnostic(for error: YAMLError, file: String, format: FileFormat) -> Diagnostic {
    switch error {
    case .syntax(let problem, let mark, let context): return diagnostic(problem, mark, context, file: file)
    case .character(let problem, let value, let offset):
      let before = String(decoding: text.utf8.prefix(offset), as: UTF8.self).unicodeScalars
      let line = before.count { $0 == "\n" } + 1
      let column = before.reversed().prefix { $0 != "\n" }.count + 1
      let code = String(value, radix: 16)
      return Diagnostic(
        location: SourceLocation(file: file, line: line, column: column),
        message: "not YAML: \(problem), found U+\(String(repeating: "0", count: max(0, 4 - code.count)))\(code)")
    case .tooDeep(let mark):
      return Diagnostic(
        location: SourceLocation(file: file, line: mark.line, column: mark.column),
        message: "lists and mappings nest too deep here: this is not a \(format.noun)")
    case .outOfMemory:
      return Diagnostic(location: SourceLocation(file: file, line: 1, column: 1), message: "no memory to read the file")
    }
  }

  /// Where the text's last character that is not blank stands.
  private var lastPlace: (line: Int, column: Int) {
    var (line, column) = (1, 1)
    var last = (line: 1, column: 1)
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      if !scalar.properties.isWhitespace { last = (line, column) }
      switch (previous, scalar) {
      case ("\r", "\n"): break
      case (_, _) where YAMLLines.isBreak(scalar): (line, column) = (line + 1, 1)
      default: column += 1
      }
      previous = scalar
    }
    return last
  }

  private func diagnostic(
    _ problem: String, _ mark: YAMLMark, _ context: YAMLMark?, file: String
  ) -> Diagnostic {
    var place = (line: mark.line, column: mark.column)
    let found = character(at: mark)
    var message = "not YAML: \(problem)"
    switch (problem, found) {
    case ("found character that cannot start any token", "\t"): message = "not YAML: indent with spaces, not with tabs"
    case ("found character that cannot start any token", let found?):
      message = "not YAML: a value that begins with '\(found)' needs quotes"
    case ("mapping values are not allowed in this context", _):
      message =
        "not YAML: this ':' has no place here: is the line before it complete and the indentation right? "
        + "A value that holds ': ' needs quotes"
    case ("found undefined alias", _): message = "not YAML: no anchor '&' of this name comes before the alias"
    case (_, nil):
      // The end of the file says nothing; where the open bracket or quote stands does.
      if let start = context, character(at: start) != nil {
        place = (start.line, start.column)
        message = "not YAML: what begins here has no end"
      } else {
        place = lastPlace
        message = "not YAML: the file ends here, where more is expected"
      }
    default: break
    }
    return Diagnostic(location: SourceLocation(file: file, line: place.line, column: place.column), message: message)
  }
}
