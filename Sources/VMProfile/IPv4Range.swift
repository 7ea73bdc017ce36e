/// Addresses in a row, both ends included: `10.16.0.100-10.16.0.199`.
public struct IPv4Range: TextValue {
  /// The lowest address.
  public let first: IPv4Address
  /// The highest address, at least `first`.
  public let last: IPv4Address

  /// The addresses from one to another; nil when the last comes before the first.
  public init?(first: IPv4Address, last: IPv4Address) {
    guard first <= last else { return nil }
    self.first = first
    self.last = last
  }

  /// Reads `10.16.0.100-10.16.0.199`.
  ///
  /// - Throws: `InvalidValue` when the text is not two addresses, or the last comes before the first.
  public init(parsing text: String) throws(InvalidValue) {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { IPv4Address(String($0)) }
    guard ends.count == 2, let first = ends[0], let last = ends[1] else {
      throw InvalidValue(text: text, reason: "expected \(Self.expectation)")
    }
    guard let range = Self(first: first, last: last) else {
      throw InvalidValue(text: text, reason: "the range ends before it begins: write \(last)-\(first)")
    }
    self = range
  }

  /// `10.16.0.100-10.16.0.199`
  public var description: String { "\(first)-\(last)" }

  /// Number of addresses, at least 1.
  public var count: Int { Int(last.value - first.value) + 1 }

  /// Whether an address is one of the range.
  public func contains(_ address: IPv4Address) -> Bool { first <= address && address <= last }

  /// Whether two ranges share an address.
  public func overlaps(_ other: Self) -> Bool { first <= other.last && other.first <= last }

  static let expectation = "the first and the last address such as 10.16.0.100-10.16.0.199"
}
