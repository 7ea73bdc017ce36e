/// One network card of a machine.
public struct NIC: Sendable, Equatable {
  /// The model as written; `virtio` stands for the virtio card that suits the board.
  public var model: String
  /// Nil: derived.
  public var mac: MACAddress?
  /// What the card is plugged into.
  public var attachment: Attachment
  /// A fixed address for a network without DHCP; nil: DHCP.
  public var address: IPv4Interface?
  /// The guest's default route; only with `address`.
  public var gateway: IPv4Address?
  /// The guest's name servers; only with `address`.
  public var dns: [IPv4Address]

  /// A card, by default a virtio one on user networking without forwards.
  public init(
    model: String = NIC.defaultModel, mac: MACAddress? = nil, attachment: Attachment = .user(forwards: []),
    address: IPv4Interface? = nil, gateway: IPv4Address? = nil, dns: [IPv4Address] = []
  ) {
    self.model = model
    self.mac = mac
    self.attachment = attachment
    self.address = address
    self.gateway = gateway
    self.dns = dns
  }

  /// The model of a card whose profile names none.
  public static let defaultModel = "virtio"

  /// The card of a profile that says nothing about cards: virtio, user networking, a forward for SSH.
  public static let standard = NIC(attachment: .user(forwards: [.ssh]))
}
