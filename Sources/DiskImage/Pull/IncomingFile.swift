internal import GLib
internal import Glibc
internal import Synchronization

/// A file that comes in piece by piece, possibly after a break, while its digest is computed.
///
/// The digest is of what is in the file, read back as it grows: so it holds for the part that an earlier process left,
/// too. One thread appends; another one may wait for the digest.
final class IncomingFile: Sendable {
  let path: String
  private let descriptor: Int32
  private let state: Mutex<State>

  private struct State {
    var size: UInt64
    /// Counts how often the file was started anew.
    var generation = 0
    var isComplete = false
    var isAbandoned = false
    var failure: DiskImageError?
  }

  /// Opens what is there, or makes an empty file with mode 0600.
  convenience init(_ path: String) throws(DiskImageError) {
    try self.init(path, flags: O_RDWR | O_CREAT | O_NOFOLLOW)
  }

  /// A file that is complete already.
  convenience init(reading path: String) throws(DiskImageError) { try self.init(path, flags: O_RDONLY) }

  private init(_ path: String, flags: Int32) throws(DiskImageError) {
    self.path = path
    descriptor = open(path, flags | O_CLOEXEC | O_NONBLOCK, 0o600)
    var status = stat()
    guard descriptor >= 0, fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      let error = DiskImageError.file(GLibError.systemCall("open", path).description)
      if descriptor >= 0 { close(descriptor) }
      throw error
    }
    state = Mutex(State(size: UInt64(max(0, status.st_size))))
  }

  deinit { close(descriptor) }

  /// Bytes that are there.
  var size: UInt64 { state.withLock { $0.size } }

  var failure: DiskImageError? { state.withLock { $0.failure } }

  /// Adds a piece at the end.
  ///
  /// - Returns: false when it cannot be written; then `failure` says why.
  func append(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let start = size
    var done = 0
    while done < bytes.count {
      let count = pwrite(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done, off_t(start) + done)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let code = errno
        let message = "cannot write \(path): \(String(cString: strerror(code)))"
        let isFull = code == ENOSPC || code == EDQUOT || code == EFBIG
        state.withLock {
          $0.size += UInt64(done)
          $0.failure = isFull ? .noSpace(folder: TemporaryName.folder(of: path), message: message) : .file(message)
        }
        return false
      }
      done += count
    }
    state.withLock { $0.size += UInt64(done) }
    startWriting(from: start, to: start + UInt64(done))
    return true
  }

  /// Has the kernel write full stretches to the disk at once, so that the flush at the end finds little left to do.
  private func startWriting(from start: UInt64, to end: UInt64) {
    let stretch: UInt64 = 8 << 20
    let (first, last) = (start / stretch * stretch, end / stretch * stretch)
    guard last > first else { return }
    DurableFile.startWriting(descriptor, from: first, to: last)
  }

  /// Empties the file.
  func restart() throws(DiskImageError) {
    guard ftruncate(descriptor, 0) == 0 else { throw .file(GLibError.systemCall("empty", path).description) }
    state.withLock {
      $0.size = 0
      $0.generation += 1
    }
  }

  /// Nothing more will come.
  func complete() { state.withLock { $0.isComplete = true } }

  /// Nobody wants the digest any more.
  func abandon() { state.withLock { $0.isAbandoned = true } }

  /// Computes the digest while the file grows; returns after `complete()`, or soon after `abandon()`.
  func digest(_ kind: StreamingChecksum.Kind) async -> ImageDigest {
    await OwnThread.run { [self] in ImageDigest(kind: kind, digits: follow(kind)) }
  }

  private func follow(_ kind: StreamingChecksum.Kind) -> String {
    var checksum = StreamingChecksum(kind)
    var generation = 0
    var position: UInt64 = 0
    var buffer = [UInt8](repeating: 0, count: 256 << 10)
    while true {
      let now = state.withLock { ($0.size, $0.generation, $0.isComplete, $0.isAbandoned) }
      if now.3 { return "" }
      if now.1 != generation {
        generation = now.1
        position = 0
        checksum = StreamingChecksum(kind)
      }
      guard position < now.0 else {
        if now.2 { return checksum.finish() }
        // Less than a piece takes to come; the download has its own bound.
        usleep(1000)
        continue
      }
      let count = pread(descriptor, &buffer, min(buffer.count, Int(now.0 - position)), off_t(position))
      guard count > 0 else {
        // Emptied at this moment, or unreadable: then no digest fits.
        if state.withLock({ $0.generation }) == generation { return "" }
        continue
      }
      buffer.withUnsafeBytes { checksum.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
      position += UInt64(count)
    }
  }
}
