/// A word of a shell script without its quotes. What a shell would put in place of a part of it stands as written.
struct ShellWord: Sendable, Equatable {
  enum Piece: Sendable, Equatable {
    case text(String)
    /// `$NAME`, `${NAME}`, `$(command)` or `` `command` ``, as written.
    case expansion(String, isQuoted: Bool)
    /// The folder that the script is in.
    case folder
  }

  var pieces: [Piece]
  /// From 1.
  var line: Int

  init(pieces: [Piece], line: Int) {
    self.pieces = pieces
    self.line = line
  }

  init(text: String, line: Int) { self.init(pieces: [.text(text)], line: line) }

  /// The whole word as written.
  var text: String {
    pieces.map { piece in
      switch piece {
      case .text(let text), .expansion(let text, _): text
      case .folder: "."
      }
    }.joined()
  }

  /// Whether a shell would expand a variable or run a command for it.
  var expands: Bool { pieces.contains { if case .expansion = $0 { true } else { false } } }

  mutating func append(_ scalar: Unicode.Scalar) { append(.text(String(scalar))) }

  mutating func append(_ piece: Piece) {
    if case .text(let more) = piece, case .text(let text)? = pieces.last {
      pieces[pieces.count - 1] = .text(text + more)
    } else {
      pieces.append(piece)
    }
  }

  /// `NAME=value` and `NAME+=value`; nil: it is no assignment.
  var assignment: (name: String, value: ShellWord, appends: Bool)? {
    guard case .text(let text)? = pieces.first, let equals = text.firstIndex(of: "=") else { return nil }
    let appends = text[..<equals].hasSuffix("+")
    let name = String(text[..<equals].dropLast(appends ? 1 : 0))
    guard Self.isName(name) else { return nil }
    let rest = [.text(String(text[text.index(after: equals)...]))] + pieces.dropFirst()
    return (name, ShellWord(pieces: rest, line: line), appends)
  }

  /// A name of a variable (POSIX, XBD 3.216).
  static func isName(_ text: String) -> Bool {
    guard let start = text.utf8.first, !(0x30...0x39).contains(start) else { return false }
    return text.utf8.allSatisfy { $0 == 0x5F || (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20) }
  }
}

/// What a shell script is made of.
enum ShellToken: Sendable, Equatable {
  case word(ShellWord)
  /// `;`, `&`, `|`, `(`, `)`, `<` or `>`.
  case mark(Unicode.Scalar, line: Int)
  case newline
}
