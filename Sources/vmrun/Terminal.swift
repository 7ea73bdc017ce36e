internal import Glibc

/// The two streams, and whether people or programs read them.
enum Terminal {
  static var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
  static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }
  static var inputIsTerminal: Bool { isatty(STDIN_FILENO) == 1 }

  /// Colour only for people who did not ask for none (no-color.org).
  static var outputHasColour: Bool {
    guard outputIsTerminal else { return false }
    if let value = getenv("NO_COLOR"), value.pointee != 0 { return false }
    return getenv("TERM").map { String(cString: $0) } != "dumb"
  }

  /// Whether a line may be drawn again and again: not on a dumb terminal, and not for people who asked for plain text.
  static var takesProgress: Bool {
    if let value = getenv("NO_COLOR"), value.pointee != 0 { return false }
    return getenv("TERM").map { String(cString: $0) } != "dumb"
  }

  /// Columns of the terminal that messages go to; 80 where it does not say.
  static var width: Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// Whether the terminal's character set is UTF-8, as far as the environment says (locale(7)).
  static var takesUnicode: Bool {
    let names: [String] = ["LC_ALL", "LC_CTYPE", "LANG"]
    let values = names.compactMap { name in getenv(name).map { String(cString: $0) } }
    guard let value = values.first(where: { !$0.isEmpty })?.lowercased() else { return true }
    return value.contains("utf-8") || value.contains("utf8") || !["c", "posix"].contains(value)
  }

  /// A message for people: to stderr, so that results can be piped.
  static func message(_ text: String) { write(text + "\n", to: STDERR_FILENO) }

  static func output(_ text: String) { write(text.hasSuffix("\n") ? text : text + "\n", to: STDOUT_FILENO) }

  static func raw(_ text: String) { write(text, to: STDERR_FILENO) }

  static func write(_ text: String, to descriptor: Int32) { write(Array(text.utf8), to: descriptor) }

  /// Writes all bytes; a reader that went away ends the program quietly.
  static func write(_ bytes: [UInt8], to descriptor: Int32) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR || errno == EAGAIN { continue }
        if errno == EPIPE { Glibc.exit(0) }
        return
      }
      sent += count
    }
  }

  static func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }

  /// Asks a question on the terminal.
  ///
  /// - Returns: whether the answer began with `y`.
  static func confirm(_ question: String) -> Bool {
    raw("\(question) [y/N] ")
    guard let answer = readLine() else { return false }
    return answer.lowercased().hasPrefix("y")
  }
}
