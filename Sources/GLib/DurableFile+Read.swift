internal import CLinux
internal import Glibc

extension DurableFile {
  /// Reads with a bound: files under `/proc` have no size, and a user may name a device.
  static func readRegular(_ path: String, limit: Int) throws(GLibError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw GLibError.systemCall("read", path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw GLibError.systemCall("read", path) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw GLibError("cannot read \(path): it is not a regular file") }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Int(status.st_size) + 1)
    var chunk = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw GLibError.systemCall("read", path)
      }
      bytes.append(contentsOf: chunk[..<count])
      guard bytes.count <= limit else { throw GLibError("cannot read \(path): it is larger than \(limit) bytes") }
    }
  }

  /// The text of a file; nil when it does not exist, cannot be read or is not UTF-8.
  package static func text(_ path: String, limit: Int = 1 << 20) -> String? {
    guard let bytes = try? read(path, limit: limit) else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }

  /// The end of a text file; empty when it cannot be read. Bytes that are not UTF-8 become U+FFFD.
  ///
  /// - Parameter limit: in bytes.
  package static func tail(_ path: String, limit: Int) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return "" }
    let start = max(0, Int(status.st_size) - limit)
    var buffer = [UInt8](repeating: 0, count: min(limit, Int(status.st_size)))
    let count = pread(descriptor, &buffer, buffer.count, off_t(start))
    return String(decoding: buffer[..<max(0, count)], as: UTF8.self)
  }

  /// Makes the file empty, or makes it (mode 0600).
  package static func truncate(_ path: String) throws(GLibError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw GLibError.systemCall("write", path) }
    close(descriptor)
  }

  /// Has the kernel begin to write a stretch of an open file to the disk: a flush later finds less left to do.
  package static func startWriting(_ descriptor: Int32, from start: UInt64, to end: UInt64) {
    vmrun_start_writing(descriptor, Int64(start), Int64(end - start))
  }
}
