/// The values of a network card as far as they were readable.
struct NICDraft {
  var model: Placed<String>?
  var mac: Placed<MACAddress>?
  /// Nil: missing or wrong, which was reported.
  var attachment: Attachment?
  /// Those of the attachment, with their places.
  var forwards: [Placed<PortForward>] = []
  var net: Placed<IPv4Interface>?
  var address: Placed<IPv4Interface>?
  /// Whether an address was written, readable or not.
  var hasAddressKey = false
  var gateway: Placed<IPv4Address>?
  var gatewayKey: SourceLocation?
  var dns: [Placed<IPv4Address>] = []
  var dnsKey: SourceLocation?

  /// The card; nil when its attachment is missing.
  var nic: NIC? {
    guard let attachment else { return nil }
    return NIC(
      model: model?.value ?? NIC.defaultModel, mac: mac?.value, attachment: attachment, address: address?.value,
      gateway: gateway?.value, dns: dns.map(\.value))
  }
}
