internal import Glibc

extension GLibError {
  /// The code of a socket whose backlog is full (`EAGAIN`, connect(2) on a UNIX socket).
  package static let wouldBlock = EAGAIN

  /// The current `errno` as an error: `cannot open /a/b: No such file or directory`.
  package static func systemCall(_ verb: String, _ object: String) -> GLibError {
    let code = errno
    return GLibError("cannot \(verb) \(object): \(String(cString: strerror(code)))", code: code)
  }
}
