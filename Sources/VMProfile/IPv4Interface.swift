/// An address together with the length of its network's prefix: `10.16.0.5/24`.
public struct IPv4Interface: TextValue {
  /// The address of the interface itself.
  public var address: IPv4Address
  /// Number of leading bits that name the network, 1 to 32.
  public var prefixLength: Int

  /// An address and its prefix's length; nil when the length is not within 1...32.
  public init?(address: IPv4Address, prefixLength: Int) {
    guard (1...32).contains(prefixLength) else { return nil }
    self.address = address
    self.prefixLength = prefixLength
  }

  /// Reads `10.16.0.5/24`.
  ///
  /// - Throws: `InvalidValue` when the address or the prefix's length is missing or wrong.
  public init(parsing text: String) throws(InvalidValue) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard let first = parts.first, let address = IPv4Address(String(first)), parts.count <= 2 else {
      throw InvalidValue(text: text, reason: "expected \(Self.expectation)")
    }
    guard parts.count == 2 else {
      throw InvalidValue(text: text, reason: "the length of the network's prefix is missing: write \(address)/24")
    }
    guard let length = ASCII.decimal(parts[1]), let value = Self(address: address, prefixLength: length) else {
      throw InvalidValue(text: text, reason: "the length of the network's prefix is a number from 1 to 32")
    }
    self = value
  }

  /// `10.16.0.5/24`
  public var description: String { "\(address)/\(prefixLength)" }

  /// The network's mask: 255.255.255.0 for /24.
  public var netmask: IPv4Address { IPv4Address(value: UInt32.max << (32 - prefixLength)) }
  /// The first address of the network, which names it.
  public var network: IPv4Address { IPv4Address(value: address.value & netmask.value) }
  /// The last address of the network.
  public var broadcast: IPv4Address { IPv4Address(value: address.value | ~netmask.value) }

  /// Whether an address lies in the same network.
  public func contains(_ other: IPv4Address) -> Bool { other.value & netmask.value == network.value }

  static let expectation = "an address with its network's prefix such as 10.16.0.5/24"
}
