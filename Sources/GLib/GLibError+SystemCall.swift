internal import Glibc

extension GLibError {
  /// The current `errno` as an error: `cannot open /a/b: No such file or directory`.
  package static func systemCall(_ verb: String, _ object: String) -> GLibError {
    let code = errno
    return GLibError("cannot \(verb) \(object): \(String(cString: strerror(code)))", code: code)
  }
}
