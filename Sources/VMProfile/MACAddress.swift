/// A unicast Ethernet address.
public struct MACAddress: Sendable, Hashable {
  /// Six bytes in the order they are sent.
  public let octets: [UInt8]
}
