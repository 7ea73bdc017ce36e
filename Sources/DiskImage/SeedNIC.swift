/// What a guest is told about one of its network cards.
package struct SeedNIC: Sendable, Equatable {
  /// By which the guest finds the card: `52:54:00:12:34:56`.
  package var mac: String
  /// With the prefix's length: `10.16.0.5/24`; nil: the guest asks by DHCP.
  package var address: String?
  /// Of the default route; only with an address.
  package var gateway: String?
  package var nameservers: [String]
  /// In bytes; nil: the usual 1500.
  package var mtu: Int?

  package init(mac: String, address: String? = nil, gateway: String? = nil, nameservers: [String] = [], mtu: Int? = nil)
  {
    self.mac = mac
    self.address = address
    self.gateway = gateway
    self.nameservers = nameservers
    self.mtu = mtu
  }
}
