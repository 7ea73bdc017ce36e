/// What the network's DHCP server hands out.
public struct DHCPSetting: Sendable, Hashable {
  /// The addresses for guests; nil: `NetworkProfile.defaultRange`.
  public var range: IPv4Range?
  /// The domain that guests are told, and in which the server knows them by name; nil: none.
  public var domain: String?

  /// A server, by default with the network's usual range and without a domain.
  public init(range: IPv4Range? = nil, domain: String? = nil) {
    self.range = range
    self.domain = domain
  }
}
