/// Cuts a shell script into words, by the rules of POSIX (XCU 2.2 and 2.3). Nothing is expanded, run or looked up.
struct ShellText {
  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var line = 1
  private var tokens: [ShellToken] = []
  private var word: ShellWord?

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
        tokens.append(.newline)
      case "#" where word == nil:
        while let other = next, other != "\n" { _ = (other, take()) }
      case ";", "&", "|", "(", ")", "<", ">":
        _ = take()
        // The number of a redirected stream is no word of the command.
        if scalar == "<" || scalar == ">", let number = word?.text, number.allSatisfy(\.isNumber) { word = nil }
        finish()
        tokens.append(.mark(scalar, line: start))
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
      case "$", "`": try expansion(from: start)
      default:
        _ = take()
        append(scalar)
      }
    }
    finish()
  }

  private mutating func begin() { if word == nil { word = ShellWord(text: "", line: line) } }

  private mutating func append(_ scalar: Unicode.Scalar) {
    begin()
    word?.text.unicodeScalars.append(scalar)
  }

  private mutating func finish() {
    if let word { tokens.append(.word(word)) }
    word = nil
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
      case "$", "`": try expansion(from: start)
      default:
        _ = take()
        append(scalar)
      }
    }
    throw ExchangeError("line \(start): the quote \" is not closed")
  }

  /// `$NAME`, `${NAME}`, `$(command)` or `` `command` ``: kept as written, to its end.
  private mutating func expansion(from start: Int) throws(ExchangeError) {
    begin()
    word?.expands = true
    guard let first = take() else { return }
    append(first)
    if first == "`" {
      try quoted(by: "`", from: start)
      return append("`")
    }
    guard let open = next, open == "(" || open == "{" else { return }
    let close: Unicode.Scalar = open == "(" ? ")" : "}"
    var depth = 0
    while let scalar = take() {
      append(scalar)
      if scalar == open { depth += 1 }
      if scalar == close { depth -= 1 }
      if depth == 0 { return }
    }
    throw ExchangeError("line \(start): \(first)\(open) is not closed")
  }
}
