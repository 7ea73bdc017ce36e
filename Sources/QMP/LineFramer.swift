internal import Glibc

/// Cuts a byte stream into messages: QMP sends one JSON text a line, ended by CR LF or LF.
///
/// A monitor with `pretty=on` spreads a message over several lines: the first holds nothing but the opening
/// brace, the last nothing but the closing one, and all between are indented.
///
/// Each byte is looked at once, however long the line: memchr(3) over what is new.
struct LineFramer {
  /// QEMU's longest answer, its schema, has 207 KB; this leaves room for any that grows.
  static let maximumLength = 10 << 20

  private var pending: [UInt8] = []
  /// Where the last line of a message of several begins; nil outside of one.
  private var block: Int?

  /// Takes more bytes and hands over each message that they complete, without its end.
  ///
  /// - Throws: `QMPError.protocolViolation` for a line that is too long, and what `message` throws.
  mutating func append(
    _ bytes: UnsafeRawBufferPointer, message: (UnsafeBufferPointer<UInt8>) throws(QMPError) -> Void
  ) throws(QMPError) {
    var rest = bytes.bindMemory(to: UInt8.self)
    while let base = rest.baseAddress, let newline = memchr(base, 0x0A, rest.count) {
      let count = UnsafeRawPointer(base).distance(to: newline)
      let line = UnsafeBufferPointer(rebasing: rest[..<count])
      rest = UnsafeBufferPointer(rebasing: rest[(count + 1)...])
      if pending.isEmpty, block == nil {
        try checkLength(count)
        // The common case: the message is where it was read, and is not copied.
        if Self.onlyByte(of: line) == Self.openingBrace {
          pending.append(contentsOf: line)
          block = pending.count
        } else {
          try hand(over: line, to: message)
        }
      } else {
        pending.append(contentsOf: line)
        try checkLength(pending.count)
        try endLine(message)
      }
    }
    pending.append(contentsOf: rest)
    try checkLength(pending.count)
  }

  private mutating func endLine(_ message: (UnsafeBufferPointer<UInt8>) throws(QMPError) -> Void) throws(QMPError) {
    let lineStart = block ?? 0
    let isEnd = pending.withUnsafeBufferPointer { buffer in
      let line = Self.onlyByte(of: UnsafeBufferPointer(rebasing: buffer[lineStart...]))
      return block == nil ? line != Self.openingBrace : line == Self.closingBrace
    }
    guard isEnd else { return block = pending.count }
    // Taken out first: what was as long as the schema should not keep its memory.
    let complete = pending
    pending = []
    block = nil
    try complete.withUnsafeBufferPointer { buffer throws(QMPError) in try hand(over: buffer, to: message) }
  }

  private func hand(
    over line: UnsafeBufferPointer<UInt8>, to message: (UnsafeBufferPointer<UInt8>) throws(QMPError) -> Void
  ) throws(QMPError) {
    let line = line.last == 0x0D ? UnsafeBufferPointer(rebasing: line.dropLast()) : line
    if !line.isEmpty { try message(line) }
  }

  private func checkLength(_ count: Int) throws(QMPError) {
    guard count <= Self.maximumLength else {
      throw .protocolViolation("a line is longer than \(Self.maximumLength >> 20) MiB")
    }
  }

  private static let openingBrace = UInt8(ascii: "{")
  private static let closingBrace = UInt8(ascii: "}")

  /// The only byte of a line, its carriage return aside; nil for longer and empty ones.
  private static func onlyByte(of line: UnsafeBufferPointer<UInt8>) -> UInt8? {
    switch line.count {
    case 1: line[0]
    case 2 where line[1] == 0x0D: line[0]
    default: nil
    }
  }
}
