internal import GLib
internal import Glibc

/// A new file in which stretches of zeros take no space.
///
/// One thread at a time uses it: the one that reads a program's output, then the one that waited for that.
final class SparseFile: @unchecked Sendable {
  private static let block = 64 << 10

  private let path: String
  private let descriptor: Int32
  private var size = 0
  private var checksum: StreamingChecksum? = StreamingChecksum(.sha256)
  private(set) var failure: DiskImageError?

  init(_ path: String) throws(DiskImageError) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw .file(GLibError.systemCall("write", path).description) }
  }

  deinit { close(descriptor) }

  /// - Returns: false when it would have more than `limit` bytes, or cannot be written; then `failure` says why.
  func append(_ bytes: UnsafeRawBufferPointer, limit: UInt64) -> Bool {
    guard UInt64(size + bytes.count) <= limit else { return false }
    checksum?.update(bytes)
    var rest = bytes
    while !rest.isEmpty {
      let part = UnsafeRawBufferPointer(rebasing: rest.prefix(Self.block))
      if !Self.isZero(part) {
        let count = pwrite(descriptor, part.baseAddress, part.count, off_t(size))
        guard count == part.count else {
          failure = Self.failure(path, isShort: count >= 0)
          return false
        }
      }
      size += part.count
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(part.count))
    }
    return true
  }

  /// - Returns: the digest of all of it.
  func finish() throws(DiskImageError) -> ImageDigest {
    let digits = checksum.take()?.finish() ?? ""
    guard ftruncate(descriptor, off_t(size)) == 0 else {
      throw .file(GLibError.systemCall("write", path).description)
    }
    return ImageDigest(kind: .sha256, digits: digits)
  }

  private static func isZero(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard let start = bytes.baseAddress, bytes.first == 0 else { return false }
    return memcmp(start, start + 1, bytes.count - 1) == 0
  }

  private static func failure(_ path: String, isShort: Bool) -> DiskImageError {
    let code = isShort ? ENOSPC : errno
    let message = "cannot write \(path): \(String(cString: strerror(code)))"
    return [ENOSPC, EDQUOT, EFBIG].contains(code)
      ? .noSpace(folder: TemporaryName.folder(of: path), message: message) : .file(message)
  }
}
