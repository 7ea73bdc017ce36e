/// The values of a namespace as far as they were readable.
struct NamespaceDraft {
  /// Nil: wrong, which was reported.
  var name: NamespaceName?
  let location: SourceLocation
  var address: Placed<IPv4Interface>?
  /// Whether an address was written, readable or not.
  var hasAddressKey = false
  var gateway: Placed<IPv4Address>?
  var gatewayKey: SourceLocation?

  init(location: SourceLocation) { self.location = location }

  /// The namespace; nil when its name is wrong.
  var namespace: NetworkNamespaceProfile? {
    name.map { NetworkNamespaceProfile(name: $0, address: address?.value, gateway: gateway?.value) }
  }
}
