/// A word of a shell script without its quotes. What a shell would put in place of a part of it stands as written.
struct ShellWord: Sendable, Equatable {
  var text: String
  /// From 1.
  var line: Int
  /// Whether a shell would expand a variable or run a command for it.
  var expands = false
}

/// What a shell script is made of.
enum ShellToken: Sendable, Equatable {
  case word(ShellWord)
  /// `;`, `&`, `|`, `(`, `)`, `<` or `>`.
  case mark(Unicode.Scalar, line: Int)
  case newline
}
