/// A unicast Ethernet address.
public struct MACAddress: TextValue {
  /// Six bytes in the order they are sent.
  public let octets: [UInt8]

  /// An address of six octets; nil for another number of them, a multicast address and all zeros.
  public init?(octets: [UInt8]) {
    guard octets.count == 6, Self.fault(in: octets) == nil else { return nil }
    self.octets = octets
  }

  /// Reads `52:54:00:12:34:56`; upper case and `-` in place of `:` are taken too.
  ///
  /// - Throws: `InvalidValue` when the text is no such address, is multicast or all zeros.
  public init(parsing text: String) throws(InvalidValue) {
    let separator: Character = text.contains("-") ? "-" : ":"
    let octets = text.split(separator: separator, omittingEmptySubsequences: false).compactMap { part in
      part.utf8.count == 2 && part.utf8.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
        ? UInt8(part, radix: 16) : nil
    }
    guard octets.count == 6, text.utf8.count == 17 else {
      throw InvalidValue(text: text, reason: "expected \(Self.expectation)")
    }
    if let fault = Self.fault(in: octets) { throw InvalidValue(text: text, reason: fault) }
    self.octets = octets
  }

  /// Lower case, separated by `:`.
  public var description: String {
    octets.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: ":")
  }

  static let expectation = "a MAC address such as 52:54:00:12:34:56"

  private static func fault(in octets: [UInt8]) -> String? {
    if octets.allSatisfy({ $0 == 0 }) { return "the address of all zeros belongs to no card" }
    if octets[0] & 1 == 1 { return "this is a multicast address: the first octet must be even" }
    return nil
  }
}
