/// A recursive-descent reader of RFC 8259 that also takes what QEMU really emits: `inf`, `-inf` and
/// `nan` where a number overflowed, and lone surrogates, which become U+FFFD.
struct JSONParser {
  /// Deeper nesting is refused, so that input cannot exhaust the stack. QEMU's own limit is 1024.
  static let maximumDepth = 1024

  let bytes: UnsafeBufferPointer<UInt8>
  var index = 0
  private var depth = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// The one value that the bytes hold.
  mutating func parseDocument() throws(JSONError) -> JSONValue {
    let value = try parseValue()
    skipSpace()
    guard index == bytes.count else { throw error("text after the value") }
    return value
  }

  private mutating func parseValue() throws(JSONError) -> JSONValue {
    skipSpace()
    guard index < bytes.count else { throw error("the text ends where a value is expected") }
    switch bytes[index] {
    case UInt8(ascii: "{"): return try nested { parser throws(JSONError) in try parser.parseObject() }
    case UInt8(ascii: "["): return try nested { parser throws(JSONError) in try parser.parseArray() }
    case UInt8(ascii: "\""): return .string(try parseString())
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"):
      if hasPrefix("nan") { return try literal("nan", .double(.nan)) }
      return try literal("null", .null)
    case UInt8(ascii: "i"): return try literal("inf", .double(.infinity))
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try parseNumber()
    default: throw error("a value is expected")
    }
  }

  private mutating func nested(
    _ body: (inout JSONParser) throws(JSONError) -> JSONValue
  ) throws(JSONError) -> JSONValue {
    guard depth < Self.maximumDepth else { throw error("nested deeper than \(Self.maximumDepth) levels") }
    depth += 1
    defer { depth -= 1 }
    return try body(&self)
  }

  private mutating func parseObject() throws(JSONError) -> JSONValue {
    index += 1
    var members: [(key: String, value: JSONValue)] = []
    // A walk is fastest for the few names that objects have; a hostile peer can send a million.
    var names: Set<String> = []
    skipSpace()
    if take(UInt8(ascii: "}")) { return .object(JSONObject(uniqueMembers: [])) }
    repeat {
      skipSpace()
      guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { throw error("a name in quotes is expected") }
      let keyOffset = index
      let key = try parseString()
      if members.count == 16 { names = Set(members.map(\.key)) }
      let isNew = members.count < 16 ? !members.contains { $0.key == key } : names.insert(key).inserted
      guard isNew else {
        throw JSONError(message: "the name '\(key)' occurs twice", offset: keyOffset)
      }
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw error("':' is expected") }
      members.append((key, try parseValue()))
      skipSpace()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw error("',' or '}' is expected") }
    return .object(JSONObject(uniqueMembers: members))
  }

  private mutating func parseArray() throws(JSONError) -> JSONValue {
    index += 1
    var elements: [JSONValue] = []
    skipSpace()
    if take(UInt8(ascii: "]")) { return .array([]) }
    repeat {
      elements.append(try parseValue())
      skipSpace()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw error("',' or ']' is expected") }
    return .array(elements)
  }

  private mutating func parseNumber() throws(JSONError) -> JSONValue {
    let start = index
    if take(UInt8(ascii: "-")), index < bytes.count, bytes[index] == UInt8(ascii: "i") {
      return try literal("inf", .double(-.infinity))
    }
    let firstDigit = index
    skipDigits()
    guard index > firstDigit else { throw error("a digit is expected") }
    guard bytes[firstDigit] != UInt8(ascii: "0") || index == firstDigit + 1 else {
      throw JSONError(message: "a number has no leading zero", offset: firstDigit)
    }
    var isInteger = true
    if take(UInt8(ascii: ".")) {
      isInteger = false
      let fraction = index
      skipDigits()
      guard index > fraction else { throw error("a digit is expected after the point") }
    }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      isInteger = false
      _ = take(UInt8(ascii: "+")) || take(UInt8(ascii: "-"))
      let exponent = index
      skipDigits()
      guard index > exponent else { throw error("a digit is expected in the exponent") }
    }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    if isInteger {
      if let value = Int64(text) { return .integer(value) }
      if let value = UInt64(text) { return .unsigned(value) }
    }
    return .double(Double(text) ?? .infinity)
  }

  // MARK: Single bytes

  private mutating func skipDigits() {
    while index < bytes.count, case UInt8(ascii: "0")...UInt8(ascii: "9") = bytes[index] { index += 1 }
  }

  private mutating func skipSpace() {
    while index < bytes.count {
      switch bytes[index] {
      case 0x20, 0x09, 0x0A, 0x0D: index += 1
      default: return
      }
    }
  }

  mutating func take(_ byte: UInt8) -> Bool {
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  private func hasPrefix(_ text: StaticString) -> Bool {
    bytes.count - index >= text.utf8CodeUnitCount
      && (0..<text.utf8CodeUnitCount).allSatisfy { bytes[index + $0] == text.utf8Start[$0] }
  }

  private mutating func literal(_ text: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
    guard hasPrefix(text) else { throw error("a value is expected") }
    index += text.utf8CodeUnitCount
    return value
  }

  func error(_ message: String) -> JSONError { JSONError(message: message, offset: index) }
}
