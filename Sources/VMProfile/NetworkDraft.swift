/// The values of a network as far as they were readable; nil: not written, or wrong, which was reported.
struct NetworkDraft {
  var description: Placed<String>?
  var bridge: Placed<InterfaceName>?
  var address: Placed<IPv4Interface>?
  /// Whether an address was written, readable or not.
  var hasAddressKey = false
  /// Nil also for `dhcp: false`.
  var dhcp: DHCPDraft?
  var nat: Placed<NATSetting>?
  /// All that were written, also those with mistakes.
  var namespaces: [NamespaceDraft] = []
  /// Where all namespaces stand; nil without any.
  var namespacesLocation: SourceLocation?
  var uplink: Placed<InterfaceName>?
  var vlan: VLANDraft?
  var switchKind: Placed<SwitchKind>?
  var mtu: Placed<Int>?
  var isolated: Placed<Bool>?

  /// The network; nil without a bridge.
  func network(name: NetworkName, locations: SourceMap) -> NetworkProfile? {
    guard let bridge else { return nil }
    var network = NetworkProfile(name: name, bridge: bridge.value)
    network.description = description?.value
    network.address = address?.value
    network.dhcp = dhcp.map { DHCPSetting(range: $0.range?.value, domain: $0.domain?.value) }
    network.nat = nat?.value ?? network.nat
    network.namespaces = namespaces.compactMap(\.namespace)
    network.uplink = uplink?.value
    network.vlan = vlan?.setting
    network.switchKind = switchKind?.value ?? network.switchKind
    network.mtu = mtu?.value
    network.isIsolated = isolated?.value ?? network.isIsolated
    network.locations = locations
    return network
  }
}
