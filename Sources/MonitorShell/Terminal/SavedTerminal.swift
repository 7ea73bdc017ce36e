internal import Glibc

/// How the terminal was before anybody changed it.
struct SavedTerminal: Sendable {
  private let settings: termios?

  init() {
    var settings = termios()
    self.settings = tcgetattr(STDIN_FILENO, &settings) == 0 ? settings : nil
  }

  func restore() {
    guard var settings else { return }
    Screen.write("\u{1B}[?2004l")
    tcsetattr(STDIN_FILENO, TCSADRAIN, &settings)
  }
}
