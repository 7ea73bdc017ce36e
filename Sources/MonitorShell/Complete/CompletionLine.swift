/// A line up to the cursor, seen with the eyes of completion.
struct CompletionLine {
  let subject: CompletionSubject
  /// What is typed of the word, without quotes.
  let prefix: String
  /// Where what is replaced begins, in scalars.
  let start: Int
  /// The quote that is open at the cursor.
  let quote: Unicode.Scalar?

  init(_ line: String, cursor: Int, mode: Shell.Mode) {
    let scalars = Array(line.unicodeScalars.prefix(cursor))
    let lexer = InputLexer(scalars)
    var words = lexer.words
    var partial: InputWord?
    if let last = words.last, last.end == scalars.count, !lexer.endsInComment {
      partial = last
      words.removeLast()
    }
    quote = if case .openQuote(let quote, _)? = lexer.problem { quote } else { nil }
    var partialText = partial?.text ?? ""
    var place = partial?.start ?? scalars.count
    let name = words.first?.text
    let isHMP = name == "hmp" || mode == .hmp && name.map { !Self.isOurs($0) } ?? true
    if case .openBracket? = lexer.problem {
      subject = .nothing
    } else if lexer.endsInComment || scalars.first(where: { !$0.properties.isWhitespace }) == "{" {
      subject = .nothing
    } else if isHMP, !(name == nil && mode == .qmp) {
      subject = .hmp(words.map(\.text).drop { $0 == "hmp" }.map { $0 })
    } else {
      var rest = words
      if rest.first?.text == "qmp" { rest.removeFirst() }
      subject = Self.subject(rest, partial: partial, isPlainQMP: rest.count < words.count)
    }
    if case .value = subject, let value = partial?.value, let valueStart = partial?.valueStart {
      partialText = value.text
      place = valueStart
    }
    prefix = partialText
    start = place
  }

  private static func isOurs(_ name: String) -> Bool {
    guard let verb = ShellVerb(rawValue: name) else { return false }
    return verb != .help && verb != .migrate
  }

  private static func subject(_ words: [InputWord], partial: InputWord?, isPlainQMP: Bool) -> CompletionSubject {
    guard let name = words.first?.text else { return .command }
    let given = Array(words.dropFirst())
    if !isPlainQMP, let verb = ShellVerb(rawValue: name), verb != .migrate || given.first?.text == "status" {
      return .verb(verb, given)
    }
    if let key = partial?.key { return .value(command: name, given: given, key: key) }
    return .key(command: name, given: given)
  }
}
