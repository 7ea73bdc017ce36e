internal import Glibc

/// Files that fit into memory and matter little: what the kernel shows in `/proc`, and the cache.
enum SmallFile {
  /// The text of a file, which bytes that are not UTF-8 don't prevent; nil when it can't be read or is
  /// larger than 4 MiB.
  static func read(_ path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 14)
    while bytes.count <= 1 << 22 {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes += chunk.prefix(count)
    }
    return nil
  }

  /// Replaces a file at once, so that nobody reads half of it; readable for its owner only. It does not
  /// reach the disk for certain: what is lost with the power is measured anew.
  ///
  /// - Returns: whether it was written.
  static func replace(_ path: String, with bytes: [UInt8]) -> Bool {
    let temporary = "\(path).\(getpid()).\(UInt32.random(in: .min ... .max))"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return false }
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { break }
      written += count
    }
    let closed = close(descriptor) == 0
    if closed && written == bytes.count && rename(temporary, path) == 0 { return true }
    unlink(temporary)
    return false
  }

  /// Makes a directory and those above it, 0700, as the XDG base directory specification wants it.
  static func makeDirectory(_ path: String) {
    if mkdir(path, 0o700) == 0 || errno != ENOENT { return }
    guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return }
    makeDirectory(String(path[..<slash]))
    mkdir(path, 0o700)
  }
}
