internal import Glibc

/// A terminal in raw mode (termios(3)): every key goes to the guest, Ctrl-C too. The former mode returns with
/// `restore`, and with the value's end.
final class RawTerminal {
  private let descriptor: Int32
  private var saved = termios()
  private var isRaw = false

  init(_ descriptor: Int32) {
    self.descriptor = descriptor
    guard isatty(descriptor) == 1, tcgetattr(descriptor, &saved) == 0 else { return }
    var raw = saved
    cfmakeraw(&raw)
    isRaw = tcsetattr(descriptor, TCSADRAIN, &raw) == 0
  }

  func restore() {
    guard isRaw else { return }
    isRaw = false
    tcsetattr(descriptor, TCSADRAIN, &saved)
  }

  deinit { restore() }
}
