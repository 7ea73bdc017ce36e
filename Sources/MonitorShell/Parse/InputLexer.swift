/// Cuts a line into words by the shell's rules for quotes: `'…'` is literal, `"…"` knows `\"` and `\\`, a
/// backslash takes the next character as it is, `#` at the beginning of a word starts a comment. After `key=` a
/// `{` or `[` runs to its matching bracket, spaces and line breaks included, so that JSON needs no quotes.
struct InputLexer {
  /// Why the text cannot be taken yet, or at all.
  enum Problem: Equatable {
    case openQuote(Unicode.Scalar, at: Int)
    case openBracket(at: Int)
    case trailingBackslash
  }

  private let scalars: [Unicode.Scalar]
  private var position = 0
  private(set) var words: [InputWord] = []
  /// What is wrong with the last word.
  private(set) var problem: Problem?
  /// Whether the text ended inside a comment.
  private(set) var endsInComment = false

  init(_ text: String) {
    self.init(Array(text.unicodeScalars))
  }

  init(_ scalars: [Unicode.Scalar]) {
    self.scalars = scalars
    while skipBlanks() { scanWord() }
  }

  /// - Returns: whether another word begins.
  private mutating func skipBlanks() -> Bool {
    while position < scalars.count {
      if scalars[position].properties.isWhitespace {
        position += 1
      } else if scalars[position] == "\\", position + 1 < scalars.count, scalars[position + 1] == "\n" {
        position += 2
      } else if scalars[position] == "#" {
        while position < scalars.count, scalars[position] != "\n" { position += 1 }
        endsInComment = position == scalars.count
      } else {
        return true
      }
    }
    return false
  }

  private mutating func scanWord() {
    var word = InputWord(text: "", start: position, end: position)
    var text = String.UnicodeScalarView()
    var valueFrom: String.UnicodeScalarView.Index?
    var valueForm = RawValue.Form.bare
    while position < scalars.count, !scalars[position].properties.isWhitespace, problem == nil {
      let scalar = scalars[position]
      position += 1
      switch scalar {
      case "'", "\"":
        word.isQuoted = true
        valueForm = .quoted
        scanQuoted(by: scalar, into: &text)
      case "\\":
        word.isQuoted = true
        valueForm = .quoted
        scanEscaped(into: &text)
      case "=" where word.key == nil && !word.isQuoted && !text.isEmpty:
        word.key = String(text)
        word.valueStart = position
        text.append(scalar)
        valueFrom = text.endIndex
        if position < scalars.count, scalars[position] == "{" || scalars[position] == "[" {
          valueForm = .bracketed
          scanBracketed(into: &text)
        }
      default: text.append(scalar)
      }
    }
    word.text = String(text)
    word.end = position
    if let valueFrom { word.value = RawValue(String(text[valueFrom...]), valueForm) }
    words.append(word)
  }

  private mutating func scanEscaped(into text: inout String.UnicodeScalarView) {
    guard position < scalars.count else { return problem = .trailingBackslash }
    let scalar = scalars[position]
    position += 1
    if scalar != "\n" { text.append(scalar) }
  }

  private mutating func scanQuoted(by quote: Unicode.Scalar, into text: inout String.UnicodeScalarView) {
    let start = position - 1
    while position < scalars.count {
      var scalar = scalars[position]
      position += 1
      if scalar == quote { return }
      if quote == "\"", scalar == "\\", position < scalars.count, ["\"", "\\"].contains(scalars[position]) {
        scalar = scalars[position]
        position += 1
      }
      text.append(scalar)
    }
    problem = .openQuote(quote, at: start)
  }

  private mutating func scanBracketed(into text: inout String.UnicodeScalarView) {
    let start = position
    guard let end = Brackets.end(of: scalars, from: position) else {
      text.append(contentsOf: scalars[position...])
      position = scalars.count
      return problem = .openBracket(at: start)
    }
    text.append(contentsOf: scalars[position..<end])
    position = end
  }
}
