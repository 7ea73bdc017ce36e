internal import JSON

/// Numbers as people write them.
enum NumberText {
  /// `42`, `-1`, `0x2a`, and sizes such as `4G` or `1.5M` in powers of 1024; nil for anything else.
  static func integer(_ text: String) -> JSONValue? {
    let isNegative = text.hasPrefix("-")
    let digits = isNegative || text.hasPrefix("+") ? text.dropFirst() : text[...]
    guard let first = digits.utf8.first, first >= UInt8(ascii: "0"), first <= UInt8(ascii: "9") else { return nil }
    if digits.hasPrefix("0x") || digits.hasPrefix("0X") {
      return signed(UInt64(digits.dropFirst(2), radix: 16), isNegative)
    }
    if let magnitude = UInt64(digits) { return signed(magnitude, isNegative) }
    guard let size = size(digits) else { return nil }
    return signed(size, isNegative)
  }

  /// Also what has a fraction or an exponent.
  static func number(_ text: String) -> JSONValue? {
    if let integer = integer(text) { return integer }
    guard let first = text.utf8.first, first == UInt8(ascii: "-") || (0x30...0x39).contains(first),
      let value = Double(text), value.isFinite
    else { return nil }
    return .double(value)
  }

  private static func signed(_ magnitude: UInt64?, _ isNegative: Bool) -> JSONValue? {
    guard let magnitude else { return nil }
    guard isNegative else { return JSONValue(unsigned: magnitude) }
    if magnitude == UInt64(Int64.max) + 1 { return .integer(.min) }
    return Int64(exactly: magnitude).map { .integer(-$0) }
  }

  private static func size(_ digits: Substring) -> UInt64? {
    var number = digits
    for ending in ["iB", "B"] where number.hasSuffix(ending) {
      number = number.dropLast(ending.count)
      break
    }
    guard let unit = number.last, let power = ["k": 1, "K": 1, "M": 2, "G": 3, "T": 4, "P": 5, "E": 6][unit] else {
      return nil
    }
    let factor = UInt64(1) << UInt64(10 * power)
    if let whole = UInt64(number.dropLast()) {
      let (bytes, overflow) = whole.multipliedReportingOverflow(by: factor)
      return overflow ? nil : bytes
    }
    guard let fraction = Double(number.dropLast()), fraction >= 0 else { return nil }
    return UInt64(exactly: (fraction * Double(factor)).rounded())
  }
}
