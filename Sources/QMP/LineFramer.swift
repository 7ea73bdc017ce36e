/// Cuts a byte stream into lines: QMP sends one JSON text a line, ended by CR LF or LF.
struct LineFramer {
  /// QEMU's longest answer, its schema, has 207 KB; this leaves room for any that grows.
  static let maximumLength = 10 << 20

  private var pending: [UInt8] = []

  /// Takes more bytes and hands over each line that they complete, without its end.
  ///
  /// - Throws: `QMPError.protocolViolation` for a line that is too long.
  mutating func append(_ bytes: UnsafeRawBufferPointer, line: ([UInt8]) -> Void) throws(QMPError) {
    var rest = bytes[...]
    while let newline = rest.firstIndex(of: 0x0A) {
      pending.append(contentsOf: rest[..<newline])
      rest = rest[(newline + 1)...]
      try checkLength()
      if pending.last == 0x0D { pending.removeLast() }
      let complete = pending
      pending.removeAll(keepingCapacity: true)
      if !complete.isEmpty { line(complete) }
    }
    pending.append(contentsOf: rest)
    try checkLength()
  }

  private func checkLength() throws(QMPError) {
    guard pending.count <= Self.maximumLength else {
      throw .protocolViolation("a line is longer than \(Self.maximumLength >> 20) MiB")
    }
  }
}
