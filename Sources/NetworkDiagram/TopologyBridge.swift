/// The bridge in the middle of a network.
package struct TopologyBridge: Equatable, Sendable {
  /// The interface's name on the host.
  package var name: String
  /// The host's own address on the bridge with its prefix length, like `10.16.0.1/24`.
  package var address: String?
  /// What switches the frames: `bridge` or `Open vSwitch`.
  package var kind: String
  /// The largest packet in bytes.
  package var mtu: Int?
  package var vlan: String?

  package init(name: String, address: String? = nil, kind: String = "bridge", mtu: Int? = nil, vlan: String? = nil) {
    self.name = name
    self.address = address
    self.kind = kind
    self.mtu = mtu
    self.vlan = vlan
  }
}
