internal import Synchronization

/// Cuts what a program writes into lines. A line longer than the bound comes in pieces.
final class LineSink: Sendable {
  private let limit: Int
  private let onLine: @Sendable (String) -> Void
  private let pending = Mutex<[UInt8]>([])

  init(limit: Int, onLine: @escaping @Sendable (String) -> Void) {
    self.limit = limit
    self.onLine = onLine
  }

  func append(_ part: UnsafeRawBufferPointer) {
    let lines = pending.withLock { pending in
      var lines: [String] = []
      for byte in part {
        if byte != UInt8(ascii: "\n") { pending.append(byte) }
        guard byte == UInt8(ascii: "\n") || pending.count >= limit else { continue }
        lines.append(Self.text(pending))
        pending.removeAll(keepingCapacity: true)
      }
      return lines
    }
    lines.forEach(onLine)
  }

  /// Hands over a last line that had no end.
  func finish() {
    let rest = pending.withLock { pending in
      defer { pending = [] }
      return pending
    }
    if !rest.isEmpty { onLine(Self.text(rest)) }
  }

  private static func text(_ bytes: [UInt8]) -> String {
    String(decoding: bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes[...], as: UTF8.self)
  }
}
