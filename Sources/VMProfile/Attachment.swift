/// What a network card is plugged into.
public enum Attachment: Sendable, Equatable {
  /// QEMU's own NAT (slirp): the guest gets 10.0.2.15, the gateway is 10.0.2.2, DNS is 10.0.2.3; on the second
  /// card (`nic1`) 10.0.3.15 and so on.
  case user(forwards: [PortForward])
  /// A card without a cable.
  case none

  /// The key in the profile.
  public var keyword: String {
    switch self {
    case .user: "user"
    case .none: "none"
    }
  }

  /// The keys of the attachments that a profile can have.
  public static let keywords = ["user", "none"]
  /// The keys of those that a later release brings.
  public static let plannedKeywords = ["tap", "network", "socket", "vde", "passt"]
}
