internal import Glibc

/// How the terminal was before anybody changed it.
struct SavedTerminal: Sendable {
  private let settings: termios?

  init() {
    var settings = termios()
    self.settings = tcgetattr(STDIN_FILENO, &settings) == 0 ? settings : nil
  }

  /// While a command runs, what is typed ahead waits unseen for the next prompt; Ctrl-C is a signal.
  func hideTyping() {
    guard var settings else { return }
    settings.c_lflag &= ~tcflag_t(ECHO | ICANON)
    tcsetattr(STDIN_FILENO, TCSADRAIN, &settings)
  }

  func restore() {
    guard var settings else { return }
    Screen.write("\u{1B}[?2004l")
    tcsetattr(STDIN_FILENO, TCSADRAIN, &settings)
  }
}
