/// A network namespace of the host that is plugged into a network, as a place for services beside the guests.
public struct NetworkNamespaceProfile: Sendable, Equatable {
  /// The namespace as `ip netns` names it.
  public var name: NamespaceName
  /// Its address on the network; nil: none.
  public var address: IPv4Interface?
  /// Its default route; only with `address`.
  public var gateway: IPv4Address?

  /// A namespace, by default without an address.
  public init(name: NamespaceName, address: IPv4Interface? = nil, gateway: IPv4Address? = nil) {
    self.name = name
    self.address = address
    self.gateway = gateway
  }
}
