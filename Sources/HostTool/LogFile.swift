internal import Glibc

/// A file that only grows, for what a program says about its work.
final class LogFile: Sendable {
  private let descriptor: Int32

  /// Starts an empty file with mode 0600.
  init(path: String) throws(HostToolError) {
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw .cannotStart(tool: path, reason: String(cString: strerror(errno))) }
  }

  /// A full disk loses the log, not the work.
  func append(_ bytes: UnsafeRawBufferPointer) {
    var rest = bytes
    while !rest.isEmpty {
      let count = write(descriptor, rest.baseAddress, rest.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
    }
  }

  deinit { close(descriptor) }
}
