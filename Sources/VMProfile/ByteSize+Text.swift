internal import Wording

extension ByteSize: TextValue {
  /// Reads a size: a number, decimals allowed, and a unit `B`, `K`, `M`, `G` or `T` in either case; `KiB`
  /// to `TiB` mean the same as `K` to `T`.
  ///
  /// A unit is required: QEMU takes a plain number as mebibytes for memory, and as bytes for disks.
  ///
  /// - Throws: `InvalidValue` for anything else, for a size that is not a whole number of bytes, and for
  ///   one of 2^63 bytes or more, which QEMU cannot count.
  public init(parsing text: String) throws(InvalidValue) {
    let number = text.prefix { $0 == "." || $0.isASCII && $0.isNumber }
    let unit = text.dropFirst(number.count)
    let parts = number.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty }), let whole = parts.first else {
      throw InvalidValue(text: text, reason: "expected \(Self.expectation)")
    }
    let shift = try Self.shift(ofUnit: unit, number: number, text: text)
    var bytes = try Self.scaled(whole, shift: shift, text: text)
    if parts.count == 2 {
      bytes = try Self.limited(bytes.addingReportingOverflow(Self.fraction(parts[1], shift: shift, text: text)), text)
    }
    self.init(bytes: bytes)
  }

  /// The size with the largest unit that needs no decimals: `512M`, `1536M`, `4G`; `0B` for nothing.
  public var description: String {
    for (unit, shift) in Self.units.reversed() where bytes > 0 && bytes % (1 << shift) == 0 {
      return "\(bytes >> shift)\(unit)"
    }
    return "\(bytes)B"
  }

  /// The size as tables and messages show one that nobody wrote: exact where whole mebibytes make it, as `1536M`, else
  /// with one decimal, as `22.5M`; the same units.
  package var shown: String {
    guard bytes >= 1024, bytes % (1 << 20) != 0 else { return description }
    var (unit, shift) = Self.units[0]
    for candidate in Self.units where bytes >> candidate.shift > 0 { (unit, shift) = candidate }
    func tenths(_ shift: UInt64) -> UInt64 {
      let (whole, rest) = (bytes >> shift, bytes & (1 << shift - 1))
      return whole * 10 + (rest * 10 + (1 << (shift - 1))) >> shift
    }
    var amount = tenths(shift)
    // 1023.97K is 1M.
    if amount >= 10240, let next = Self.units.first(where: { $0.shift == shift + 10 }) {
      (unit, shift) = next
      amount = tenths(shift)
    }
    return amount % 10 == 0 ? "\(amount / 10)\(unit)" : "\(amount / 10).\(amount % 10)\(unit)"
  }

  static let expectation = "a size such as 512M"

  private static let units: [(name: Character, shift: UInt64)] = [
    ("B", 0), ("K", 10), ("M", 20), ("G", 30), ("T", 40),
  ]

  private static func shift(
    ofUnit unit: Substring, number: Substring, text: String
  ) throws(InvalidValue) -> UInt64 {
    guard let letter = unit.first?.uppercased() else {
      throw InvalidValue(
        text: text, reason: "a size needs a unit: write \(Excerpt.of(String(number)))M, or K, G or T in place of M")
    }
    guard let (name, shift) = units.first(where: { String($0.name) == letter }) else {
      throw InvalidValue(text: text, reason: "expected \(expectation), with a unit K, M, G or T")
    }
    switch unit.dropFirst().lowercased() {
    case "": return shift
    case "ib" where shift > 0: return shift
    default:
      throw InvalidValue(
        text: text,
        reason: shift == 0
          ? "expected \(expectation), with a unit K, M, G or T"
          : "the unit is \(name) or \(name)iB, both a power of 1024")
    }
  }

  private static func scaled(_ digits: Substring, shift: UInt64, text: String) throws(InvalidValue) -> UInt64 {
    guard let number = UInt64(digits) else { throw tooLarge(text) }
    return try limited(number.multipliedReportingOverflow(by: 1 << shift), text)
  }

  private static func fraction(_ digits: Substring, shift: UInt64, text: String) throws(InvalidValue) -> UInt64 {
    let uneven = InvalidValue(text: text, reason: "this is not a whole number of bytes")
    var digits = digits
    while digits.last == "0" { digits.removeLast() }
    var divisor: UInt64 = 1
    for _ in digits {
      let (next, overflow) = divisor.multipliedReportingOverflow(by: 10)
      guard !overflow else { throw uneven }
      divisor = next
    }
    guard let number = UInt64("0" + digits) else { throw uneven }
    let (high, low) = number.multipliedFullWidth(by: 1 << shift)
    // The number is below the divisor, so high is too, which the division requires.
    let (quotient, remainder) = divisor.dividingFullWidth((high, low))
    guard remainder == 0 else { throw uneven }
    return quotient
  }

  private static func limited(
    _ result: (partialValue: UInt64, overflow: Bool), _ text: String
  ) throws(InvalidValue) -> UInt64 {
    guard !result.overflow, result.partialValue <= UInt64(Int64.max) else { throw tooLarge(text) }
    return result.partialValue
  }

  private static func tooLarge(_ text: String) -> InvalidValue {
    InvalidValue(text: text, reason: "the size is too large: at most 8388607T")
  }
}
