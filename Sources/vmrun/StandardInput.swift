internal import Glibc
internal import VMRuntime

/// What is piped into vmrun.
enum StandardInput {
  /// All of it, as text.
  ///
  /// - Parameter limit: in bytes.
  static func text(limit: Int) throws(RuntimeError) -> String {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = read(STDIN_FILENO, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw RuntimeError(.failed, "cannot read the standard input: \(String(cString: strerror(errno)))")
      }
      if count == 0 { break }
      bytes += chunk[..<count]
      guard bytes.count <= limit else {
        throw RuntimeError(.invalidProfile, "the standard input is larger than \(limit) bytes")
      }
    }
    guard let text = String(validating: bytes, as: UTF8.self), !text.contains("\0") else {
      throw RuntimeError(.invalidProfile, "the standard input is not UTF-8 text")
    }
    return text
  }
}
