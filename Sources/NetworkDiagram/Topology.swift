/// What a virtual network consists of and who is attached to it: all that a diagram shows.
///
/// Names are data of users: the renderers let none of them alter the drawing.
package struct Topology: Equatable, Sendable {
  /// The network's name.
  package var name: String
  package var isUp: Bool
  package var bridge: TopologyBridge
  /// The range that the network's DHCP server hands out, like `10.16.0.100-10.16.0.200`; nil without a server.
  package var dhcp: String?
  /// The interface through which the host translates addresses, or `auto` for the one that its routes choose;
  /// nil without NAT.
  package var nat: String?
  /// The physical interface that is a port of the bridge.
  package var uplink: String?
  /// Whether those attached are kept from everything else.
  package var isIsolated: Bool
  /// Who is attached, in the order of the drawing.
  package var ports: [TopologyPort]

  package init(
    name: String, isUp: Bool, bridge: TopologyBridge, dhcp: String? = nil, nat: String? = nil,
    uplink: String? = nil, isIsolated: Bool = false, ports: [TopologyPort] = []
  ) {
    self.name = name
    self.isUp = isUp
    self.bridge = bridge
    self.dhcp = dhcp
    self.nat = nat
    self.uplink = uplink
    self.isIsolated = isIsolated
    self.ports = ports
  }
}
