extension JSONParser {
  mutating func parseString() throws(JSONError) -> String {
    index += 1
    let start = index
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\""):
        defer { index += 1 }
        guard let text = validated(bytes[start..<index]) else {
          throw JSONError(message: "a string is not UTF-8", offset: start)
        }
        return text
      case UInt8(ascii: "\\"): return try parseEscapedString(from: start)
      case 0..<0x20: throw error("a control character in a string")
      default: index += 1
      }
    }
    throw error("a string has no end")
  }

  private mutating func parseEscapedString(from start: Int) throws(JSONError) -> String {
    var text = Array(bytes[start..<index])
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = text.withUnsafeBufferPointer({ validated($0[...]) }) else {
          throw JSONError(message: "a string is not UTF-8", offset: start)
        }
        return string
      case UInt8(ascii: "\\"): text.append(contentsOf: Character(try parseEscape()).utf8)
      case 0..<0x20: throw error("a control character in a string")
      default: text.append(byte)
      }
    }
    throw error("a string has no end")
  }

  private mutating func parseEscape() throws(JSONError) -> Unicode.Scalar {
    guard index < bytes.count else { throw error("a string has no end") }
    let byte = bytes[index]
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try parseUnicodeEscape()
    default: throw error("an unknown escape")
    }
  }

  private mutating func parseUnicodeEscape() throws(JSONError) -> Unicode.Scalar {
    let high = try parseFourHexDigits()
    guard (0xD800..<0xDC00).contains(high) else { return Unicode.Scalar(high) ?? "\u{FFFD}" }
    let afterHigh = index
    guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
      index = afterHigh
      return "\u{FFFD}"
    }
    let low = try parseFourHexDigits()
    guard (0xDC00..<0xE000).contains(low) else {
      index = afterHigh
      return "\u{FFFD}"
    }
    return Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)) ?? "\u{FFFD}"
  }

  private mutating func parseFourHexDigits() throws(JSONError) -> UInt32 {
    guard bytes.count - index >= 4 else { throw error("four hexadecimal digits are expected") }
    var value: UInt32 = 0
    for byte in bytes[index..<index + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
        throw error("four hexadecimal digits are expected")
      }
      value = value << 4 + UInt32(digit)
    }
    index += 4
    return value
  }

  private func validated(_ slice: Slice<UnsafeBufferPointer<UInt8>>) -> String? {
    String(validating: slice, as: UTF8.self)
  }
}
