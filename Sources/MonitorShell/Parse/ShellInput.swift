internal import JSON

/// A line, or several that belong together, as far as it can be understood without a schema.
enum ShellInput: Equatable {
  /// Nothing, or a comment.
  case blank
  /// Another line is needed: a bracket is open, or the line ends with a backslash.
  case incomplete
  /// A command and its words. `tail` is the text behind the command as it was typed.
  case words(name: String, rest: [InputWord], tail: String)
  /// A whole command in JSON.
  case json(command: String, arguments: JSONObject, outOfBand: Bool)
  /// A line for HMP, as it was typed.
  case hmp(String)

  init(_ text: String) throws(ShellError) {
    let scalars = Array(text.unicodeScalars)
    let start = scalars.firstIndex { !$0.properties.isWhitespace } ?? scalars.count
    guard start < scalars.count, scalars[start] != "#" || text.contains("\n") else {
      self = .blank
      return
    }
    if scalars[start] == "{" {
      self = try Self.readJSON(scalars, from: start)
      return
    }
    // HMP has rules of its own for quotes.
    let nameEnd = scalars[start...].firstIndex { $0.properties.isWhitespace } ?? scalars.count
    if Self.text(scalars[start..<nameEnd]) == "hmp" {
      self = .hmp(Self.trimmed(scalars[nameEnd...]))
      return
    }
    let lexer = InputLexer(scalars)
    switch lexer.problem {
    case .openBracket, .trailingBackslash:
      self = .incomplete
      return
    case .openQuote(let quote, let place):
      throw .usage("the quote \(quote) at column \(place + 1) is not closed")
    case nil: break
    }
    guard let name = lexer.words.first else {
      self = .blank
      return
    }
    self = .words(
      name: name.text, rest: Array(lexer.words.dropFirst()), tail: Self.trimmed(scalars[name.end...]))
  }

  private static func readJSON(_ scalars: [Unicode.Scalar], from start: Int) throws(ShellError) -> ShellInput {
    guard let end = Brackets.end(of: scalars, from: start) else { return .incomplete }
    let rest = trimmed(scalars[end...])
    guard rest.isEmpty || rest.hasPrefix("#") else {
      throw .usage("after the command in JSON there is more: '\(rest)'; write one command a line")
    }
    let value: JSONValue
    do { value = try JSONValue(parsing: text(scalars[start..<end])) } catch { throw .usage("\(error)") }
    guard let object = value.objectValue, let name = object["execute"] ?? object["exec-oob"] else {
      throw .usage(#"a command in JSON needs "execute": {"execute": "query-status"}"#)
    }
    guard let command = name.stringValue else { throw .usage("the value of \"execute\" is not a string") }
    let arguments = object["arguments"] ?? [:]
    guard let arguments = arguments.objectValue else { throw .usage("the value of \"arguments\" is not an object") }
    // An id of the user's would collide with ours; the answer finds its way without it.
    if let unknown = object.keys.first(where: { !["execute", "exec-oob", "arguments", "id"].contains($0) }) {
      throw .usage(#"a command in JSON has no member "\#(unknown)": it takes "execute", "arguments" and "id""#)
    }
    return .json(command: command, arguments: arguments, outOfBand: object["exec-oob"] != nil)
  }

  private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  private static func trimmed(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var rest = scalars
    while let first = rest.first, first.properties.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.properties.isWhitespace { rest.removeLast() }
    return text(rest)
  }
}
