/// What stands before the line that is typed.
struct Prompt: Sendable, Equatable {
  let text: String
  private let colour: String?

  /// - Parameter colour: the number of an ANSI colour; nil: none.
  init(_ text: String, colour: String? = nil) {
    self.text = text
    self.colour = colour
  }

  var width: Int { Screen.width(text.unicodeScalars) }

  var coloured: String { colour.map { "\u{1B}[\($0)m\(text)\u{1B}[0m" } ?? text }

  /// With the marks by which libedit knows what takes no room.
  var escaped: String {
    guard let colour, let last = text.last else { return text }
    return "\u{1}\u{1B}[\(colour)m\u{1}\(text.dropLast())\u{1}\u{1B}[0m\u{1}\(last)"
  }
}
