internal import Wording

/// Cuts a shell script into words, by the rules of POSIX (XCU 2.2 and 2.3). Nothing is expanded, run or looked up, and
/// here-documents are passed over.
struct ShellText {
  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var line = 1
  private var tokens: [ShellToken] = []
  private var word: ShellWord?
  /// The here-documents that begin after this line, and whether tabs may stand before their ends.
  private var documents: [(end: String, mayIndent: Bool, line: Int)] = []
  /// Whether the next word is the end of a here-document.
  private var document: (mayIndent: Bool, line: Int)?

  static func tokens(_ text: String) throws(ExchangeError) -> [ShellToken] {
    var reader = ShellText(scalars: Array(text.unicodeScalars))
    try reader.read()
    return reader.tokens
  }

  private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

  private var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  /// The next character, which is passed.
  private mutating func take() -> Unicode.Scalar? {
    guard let scalar = next else { return nil }
    index += 1
    if scalar == "\n" { line += 1 }
    return scalar
  }

  private mutating func read() throws(ExchangeError) {
    while let scalar = next {
      let start = line
      switch scalar {
      case " ", "\t", "\r":
        _ = take()
        finish()
      case "\n":
        _ = take()
        finish()
        try skipDocuments()
        tokens.append(.newline)
      case "#" where word == nil:
        while let other = next, other != "\n" { _ = (other, take()) }
      case ";", "&", "|", "(", ")", "<", ">":
        _ = take()
        // The number of a redirected stream is no word of the command.
        if scalar == "<" || scalar == ">", let number = word?.text, number.allSatisfy(\.isNumber) { word = nil }
        finish()
        tokens.append(.mark(scalar, line: start))
        if scalar == "<", next == "<" { beginDocument(start) }
      case "\\":
        _ = take()
        if let escaped = take(), escaped != "\n" { append(escaped) }
      case "'":
        _ = take()
        begin()
        try quoted(by: "'", from: start)
      case "\"":
        _ = take()
        begin()
        try doubleQuoted(from: start)
      case "$", "`": try expansion(from: start, isQuoted: false)
      default:
        _ = take()
        append(scalar)
      }
    }
    finish()
    try skipDocuments()
  }

  /// After the first `<` of `<<END`, `<<-END` or `<<<word`.
  private mutating func beginDocument(_ start: Int) {
    _ = take()
    if next == "<" { return }
    document = (next == "-", start)
    if next == "-" { _ = take() }
  }

  private mutating func skipDocuments() throws(ExchangeError) {
    for document in documents {
      var isOver = false
      while !isOver {
        guard next != nil else {
          throw ExchangeError("line \(document.line): the here-document '\(Excerpt.of(document.end))' does not end")
        }
        var text = ""
        while let scalar = take(), scalar != "\n" { text.unicodeScalars.append(scalar) }
        isOver = (document.mayIndent ? String(text.drop { $0 == "\t" }) : text) == document.end
      }
    }
    documents = []
  }

  private mutating func begin() { if word == nil { word = ShellWord(text: "", line: line) } }

  private mutating func append(_ scalar: Unicode.Scalar) {
    begin()
    word?.append(scalar)
  }

  private mutating func finish() {
    guard let word else { return }
    if let document {
      documents.append((word.text, document.mayIndent, document.line))
      self.document = nil
    } else {
      tokens.append(.word(word))
    }
    self.word = nil
  }

  private mutating func quoted(by quote: Unicode.Scalar, from start: Int) throws(ExchangeError) {
    while let scalar = take() {
      if scalar == quote { return }
      append(scalar)
    }
    throw ExchangeError("line \(start): the quote \(quote) is not closed")
  }

  private mutating func doubleQuoted(from start: Int) throws(ExchangeError) {
    while let scalar = next {
      switch scalar {
      case "\"":
        _ = take()
        return
      case "\\":
        _ = take()
        guard let escaped = take() else { break }
        if escaped == "\n" { continue }
        if !["\"", "\\", "$", "`"].contains(escaped) { append("\\") }
        append(escaped)
      case "$", "`": try expansion(from: start, isQuoted: true)
      default:
        _ = take()
        append(scalar)
      }
    }
    throw ExchangeError("line \(start): the quote \" is not closed")
  }

  /// `$NAME`, `${NAME}`, `$(command)` or `` `command` ``: kept as written, to its end.
  private mutating func expansion(from start: Int, isQuoted: Bool) throws(ExchangeError) {
    begin()
    guard let first = take() else { return }
    var text = String(first)
    if first == "`" {
      while let scalar = take() {
        text.unicodeScalars.append(scalar)
        if scalar == "`" { return word?.append(.expansion(text, isQuoted: isQuoted)) ?? () }
      }
      throw ExchangeError("line \(start): the quote ` is not closed")
    }
    switch next {
    case "(", "{": try group(&text, from: start)
    case let scalar? where ShellWord.isName(String(scalar)):
      while let scalar = next, ShellWord.isName("_\(scalar)") {
        text.unicodeScalars.append(scalar)
        _ = take()
      }
    case let scalar? where ("0"..."9").contains(scalar) || "@*#?-$!".unicodeScalars.contains(scalar):
      text.unicodeScalars.append(scalar)
      _ = take()
    // A dollar sign alone is one.
    default: return append("$")
    }
    word?.append(.expansion(text, isQuoted: isQuoted))
  }

  private mutating func group(_ text: inout String, from start: Int) throws(ExchangeError) {
    let open = next
    let close: Unicode.Scalar = open == "(" ? ")" : "}"
    var depth = 0
    while let scalar = take() {
      text.unicodeScalars.append(scalar)
      if scalar == open { depth += 1 }
      if scalar == close { depth -= 1 }
      if depth == 0 { return }
    }
    throw ExchangeError("line \(start): \(text.prefix(2)) is not closed")
  }
}
