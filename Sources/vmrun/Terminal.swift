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
