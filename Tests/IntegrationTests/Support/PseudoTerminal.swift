import Foundation
import Synchronization

/// A terminal (pty(7)) of which the test is the user.
final class PseudoTerminal: Sendable {
  private let descriptor: Int32
  /// What the program gets as its streams.
  let programEnd: FileHandle
  private let received = Mutex("")

  init() throws {
    descriptor = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    // TIOCSPTLCK and TIOCGPTN of ioctl_tty(2), which Swift doesn't import.
    var locked: Int32 = 0
    var number: UInt32 = 0
    guard descriptor >= 0, ioctl(descriptor, 0x4004_5431, &locked) == 0, ioctl(descriptor, 0x8004_5430, &number) == 0
    else { throw TestFailure("no pseudo-terminal") }
    let name = "/dev/pts/\(number)"
    let other = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard other >= 0 else { throw TestFailure("cannot open the pseudo-terminal") }
    programEnd = FileHandle(fileDescriptor: other, closeOnDealloc: true)
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
  }

  deinit { close(descriptor) }

  func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(descriptor, bytes, bytes.count)
  }

  /// All that the program wrote so far.
  var text: String {
    var buffer = [UInt8](repeating: 0, count: 65536)
    return received.withLock { received in
      while case let count = read(descriptor, &buffer, buffer.count), count > 0 {
        received += String(decoding: buffer[..<count], as: UTF8.self)
      }
      return received
    }
  }

  /// Forgets what the program wrote so far.
  func clear() {
    _ = text
    received.withLock { $0 = "" }
  }

  /// Whether the terminal echoes and waits for whole lines, as a shell leaves it.
  var isCooked: Bool {
    var mode = termios()
    tcgetattr(programEnd.fileDescriptor, &mode)
    return mode.c_lflag & tcflag_t(ECHO) != 0 && mode.c_lflag & tcflag_t(ICANON) != 0
  }
}
