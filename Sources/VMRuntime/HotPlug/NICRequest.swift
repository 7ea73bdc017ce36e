public import VMProfile

/// A network card to plug into a machine that runs.
public struct NICRequest: Sendable, Equatable {
  /// What the card is plugged into.
  public enum Attachment: Sendable, Equatable {
    /// QEMU's own NAT, as in a profile.
    case user(forwards: [PortForward])
    /// A card without a cable.
    case none
    /// A TAP interface of the host that exists already and that this user may open.
    case tap(interface: String)

    /// The word in front, as in `status`.
    public var keyword: String {
      switch self {
      case .user: "user"
      case .none: "none"
      case .tap: "tap"
      }
    }
  }

  /// As in a profile: `virtio`, `e1000`, ….
  public var model: String
  /// Nil: derived from the machine and the card's number.
  public var mac: MACAddress?
  public var attachment: Attachment

  public init(
    model: String = NIC.defaultModel, mac: MACAddress? = nil, attachment: Attachment = .user(forwards: [])
  ) {
    self.model = model
    self.mac = mac
    self.attachment = attachment
  }

  /// The card as a profile has it; nil for an attachment that profiles lack.
  func profileNIC(mac: MACAddress) -> NIC? {
    switch attachment {
    case .user(let forwards): NIC(model: model, mac: mac, attachment: .user(forwards: forwards))
    case .none: NIC(model: model, mac: mac, attachment: .none)
    case .tap: nil
    }
  }
}
