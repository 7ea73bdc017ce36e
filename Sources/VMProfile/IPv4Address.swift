/// An IPv4 address in dotted form.
public struct IPv4Address: TextValue, Comparable {
  /// The address as a number, first octet highest.
  public let value: UInt32

  /// An address from its number, first octet highest.
  public init(value: UInt32) { self.value = value }

  /// An address from its octets in the order of writing.
  public init(_ first: UInt8, _ second: UInt8, _ third: UInt8, _ fourth: UInt8) {
    value = [first, second, third, fourth].reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Reads four decimal octets; leading zeros are refused, as some programs read them as octal.
  ///
  /// - Throws: `InvalidValue` for anything else.
  public init(parsing text: String) throws(InvalidValue) {
    let octets = text.split(separator: ".", omittingEmptySubsequences: false).compactMap { part in
      ASCII.decimal(part).flatMap(UInt8.init(exactly:))
    }
    guard octets.count == 4, text.utf8.count(where: { $0 == UInt8(ascii: ".") }) == 3 else {
      throw InvalidValue(text: text, reason: "expected \(Self.expectation)")
    }
    self.init(octets[0], octets[1], octets[2], octets[3])
  }

  /// 127.0.0.1: this host, reachable from nowhere else.
  public static let loopback = IPv4Address(127, 0, 0, 1)
  /// 0.0.0.0: all addresses of the host.
  public static let any = IPv4Address(value: 0)

  /// Four decimal octets: `10.16.0.5`.
  public var description: String {
    [24, 16, 8, 0].map { String(value >> UInt32($0) & 0xFF) }.joined(separator: ".")
  }

  /// The order of the addresses as numbers.
  public static func < (left: Self, right: Self) -> Bool { left.value < right.value }

  static let expectation = "an IPv4 address such as 10.16.0.1"
}
