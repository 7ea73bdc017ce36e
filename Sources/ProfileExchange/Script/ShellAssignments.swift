/// The assignments of a shell script, read as data: `NAME=value` and `NAME=(values)`.
struct ShellAssignments {
  struct Value: Sendable, Equatable {
    var name: String
    /// One, but for a list.
    var words: [ShellWord]
    var isList: Bool
    var line: Int

    var text: String { words.map(\.text).joined(separator: " ") }
  }

  /// In their order; a name may occur twice.
  private(set) var values: [Value] = []
  /// Lines with anything else.
  private(set) var others: [Int] = []

  init(_ tokens: [ShellToken]) {
    var rest = tokens[...]
    while let token = rest.first {
      if token == .newline || token.isSemicolon {
        rest.removeFirst()
        continue
      }
      let statement = Self.statement(&rest)
      if let value = Self.assignment(statement) {
        values.append(value)
      } else if let line = statement.lazy.compactMap(\.line).first, others.last != line {
        others.append(line)
      }
    }
  }

  /// The tokens up to the end of the command; a list in parentheses may go over several lines.
  private static func statement(_ rest: inout ArraySlice<ShellToken>) -> [ShellToken] {
    var (tokens, depth): ([ShellToken], Int) = ([], 0)
    while let token = rest.first {
      if case .mark("(", _) = token { depth += 1 }
      if case .mark(")", _) = token { depth -= 1 }
      if depth <= 0, token == .newline || token.isSemicolon { break }
      tokens.append(token)
      rest.removeFirst()
    }
    return tokens
  }

  private static func assignment(_ tokens: [ShellToken]) -> Value? {
    guard case .word(let first)? = tokens.first, let (name, value, appends) = first.assignment, !appends else {
      return nil
    }
    if tokens.count == 1 { return Value(name: name, words: [value], isList: false, line: first.line) }
    guard value.text.isEmpty, case .mark("(", _) = tokens[1], case .mark(")", _)? = tokens.last else { return nil }
    var words: [ShellWord] = []
    for token in tokens[2..<(tokens.count - 1)] where token != .newline {
      guard case .word(let word) = token else { return nil }
      words.append(word)
    }
    return Value(name: name, words: words, isList: true, line: first.line)
  }
}

extension ShellToken {
  fileprivate var isSemicolon: Bool { if case .mark(";", _) = self { true } else { false } }

  fileprivate var line: Int? {
    switch self {
    case .word(let word): word.line
    case .mark(_, let line): line
    case .newline: nil
    }
  }
}
