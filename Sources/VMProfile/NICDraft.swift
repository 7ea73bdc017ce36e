/// The values of a network card as far as they were readable.
struct NICDraft {
  /// An attachment by its key.
  enum Kind: String { case user, none }

  var model: Placed<String>?
  var mac: Placed<MACAddress>?
  /// Nil: missing or wrong, which was reported.
  var attachment: Kind?
  var forwards: [Placed<PortForward>] = []
  var address: Placed<IPv4Interface>?
  /// Whether an address was written, readable or not.
  var hasAddressKey = false
  var gateway: Placed<IPv4Address>?
  var gatewayKey: SourceLocation?
  var dns: [Placed<IPv4Address>] = []
  var dnsKey: SourceLocation?

  /// The card; nil when its attachment is missing.
  var nic: NIC? {
    let attachment: Attachment? =
      switch attachment {
      case .user?: .user(forwards: forwards.map(\.value))
      case Optional.some(.none): Attachment.none
      case nil: nil
      }
    guard let attachment else { return nil }
    return NIC(
      model: model?.value ?? NIC.defaultModel, mac: mac?.value, attachment: attachment, address: address?.value,
      gateway: gateway?.value, dns: dns.map(\.value))
  }
}
