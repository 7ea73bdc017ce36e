internal import GLib
internal import Glibc

/// A few blocks of a file, told by a digest: what tells apart two files of the same size and time, in less than a
/// millisecond.
package enum FileSample {
  private static let block = 1024
  private static let blocks: UInt64 = 16

  /// The SHA-256 over blocks that are spread evenly from the first to the last; nil when it cannot be read.
  package static func digest(_ path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    let last = UInt64(max(0, Int(status.st_size) - block))
    let checksum = StreamingChecksum(.sha256)
    var buffer = [UInt8](repeating: 0, count: block)
    for number in 0..<blocks {
      // Divided first: a file may have exabytes.
      let count = pread(descriptor, &buffer, block, off_t(last / (blocks - 1) * number))
      guard count >= 0 else { return nil }
      buffer.withUnsafeBytes { checksum.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }
    return checksum.finish()
  }
}
