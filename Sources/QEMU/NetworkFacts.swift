public import VMProfile

/// What a network of `Profiles/networks/` tells the cards in it.
public struct NetworkFacts: Sendable, Equatable {
  /// The bridge, for a command line that somebody pastes.
  public var bridge: String
  /// The bridge's own address: the guests' gateway; nil: the network has no address on the host.
  public var address: IPv4Interface?
  /// Whether a DHCP and DNS server answers on that address.
  public var hasDHCP: Bool
  /// In bytes; nil: the usual 1500.
  public var mtu: Int?

  public init(bridge: String, address: IPv4Interface? = nil, hasDHCP: Bool = false, mtu: Int? = nil) {
    self.bridge = bridge
    self.address = address
    self.hasDHCP = hasDHCP
    self.mtu = mtu
  }
}
