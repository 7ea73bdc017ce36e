public import VMProfile

/// A network card to plug into a machine that runs.
public struct NICRequest: Sendable, Equatable {
  /// As in a profile: `virtio`, `e1000`, ….
  public var model: String
  /// Nil: derived from the machine and the card's number.
  public var mac: MACAddress?
  /// What the card is plugged into; a TAP with scripts cannot come while the machine runs.
  public var attachment: Attachment

  /// A card, by default a virtio one on user networking without forwards.
  public init(
    model: String = NIC.defaultModel, mac: MACAddress? = nil, attachment: Attachment = .user(forwards: [])
  ) {
    self.model = model
    self.mac = mac
    self.attachment = attachment
  }

  /// The card as a profile has it.
  func profileNIC(mac: MACAddress) -> NIC { NIC(model: model, mac: mac, attachment: attachment) }
}
