extension JSONValue {
  /// The value as compact JSON on one line, in UTF-8: what QEMU's options and monitor take.
  public var compact: String { String(decoding: compactBytes, as: UTF8.self) }

  public var compactBytes: [UInt8] {
    var writer = JSONWriter(style: .compact)
    writer.write(self)
    return writer.bytes
  }

  /// The value over several lines, indented by two spaces: for people and for files.
  public var pretty: String {
    var writer = JSONWriter(style: .pretty)
    writer.write(self)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}

struct JSONWriter {
  enum Style { case compact, pretty }

  let style: Style
  private(set) var bytes: [UInt8] = []
  private var depth = 0

  init(style: Style) { self.style = style }

  mutating func write(_ value: JSONValue) {
    switch value {
    case .null: append("null")
    case .bool(let value): append(value ? "true" : "false")
    case .integer(let value): append(String(value))
    case .unsigned(let value): append(String(value))
    case .double(let value): write(value)
    case .string(let value): write(value)
    case .array(let elements):
      enclose("[", "]", count: elements.count) { writer, index in writer.write(elements[index]) }
    case .object(let object):
      enclose("{", "}", count: object.count) { writer, index in
        let member = object.members[index]
        writer.write(member.key)
        writer.append(writer.style == .compact ? ":" : ": ")
        writer.write(member.value)
      }
    }
  }

  private mutating func enclose(
    _ open: StaticString, _ close: StaticString, count: Int, element: (inout JSONWriter, Int) -> Void
  ) {
    append(open.description)
    guard count > 0 else { return append(close.description) }
    depth += 1
    for index in 0..<count {
      if index > 0 { append(",") }
      lineBreak()
      element(&self, index)
    }
    depth -= 1
    lineBreak()
    append(close.description)
  }

  private mutating func lineBreak() {
    guard style == .pretty else { return }
    append("\n" + String(repeating: "  ", count: depth))
  }

  private mutating func write(_ value: Double) {
    // JSON has no infinities; an exponent beyond the range is what every reader turns back into one.
    if value.isNaN { return append("null") }
    if value.isInfinite { return append(value < 0 ? "-1e400" : "1e400") }
    append("\(value)")
  }

  private mutating func write(_ string: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in string.utf8 {
      switch byte {
      case UInt8(ascii: "\""): append("\\\"")
      case UInt8(ascii: "\\"): append("\\\\")
      case 0x0A: append("\\n")
      case 0x0D: append("\\r")
      case 0x09: append("\\t")
      case 0..<0x20, 0x7F: append("\\u00" + hexDigits(byte))
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private func hexDigits(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16)
    return digits.count == 1 ? "0" + digits : digits
  }

  private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }
}
