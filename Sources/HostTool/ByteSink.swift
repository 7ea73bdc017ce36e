internal import Synchronization

/// Collects what a program writes, within a bound.
final class ByteSink: Sendable {
  struct Overflow: Error { let limit: Int }

  private let limit: Int
  private let keepsTail: Bool
  private let bytes = Mutex<[UInt8]>([])

  /// - Parameter keepsTail: drop the oldest bytes rather than fail.
  init(limit: Int, keepsTail: Bool) {
    self.limit = limit
    self.keepsTail = keepsTail
  }

  func append(_ part: UnsafeRawBufferPointer) throws {
    try bytes.withLock { bytes in
      bytes.append(contentsOf: part)
      guard bytes.count > limit else { return }
      guard keepsTail else { throw Overflow(limit: limit) }
      // Twice the limit before dropping, so that a chatty program costs no move per write.
      if bytes.count > 2 * limit { bytes.removeFirst(bytes.count - limit) }
    }
  }

  var text: String { bytes.withLock { String(decoding: $0.suffix(limit), as: UTF8.self) } }
}
