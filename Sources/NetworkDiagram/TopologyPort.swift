/// A place on the bridge and who has it.
package struct TopologyPort: Equatable, Sendable {
  /// The end on the host's side, a TAP or one end of a veth pair; nil while the machine isn't running.
  package var interface: String?
  package var peer: TopologyPeer
  /// The peer's addresses, as far as they are known.
  package var addresses: [String]
  package var vlan: String?

  package init(interface: String?, peer: TopologyPeer, addresses: [String] = [], vlan: String? = nil) {
    self.interface = interface
    self.peer = peer
    self.addresses = addresses
    self.vlan = vlan
  }
}
