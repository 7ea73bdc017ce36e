/// What a network card is plugged into.
public enum Attachment: Sendable, Equatable {
  /// QEMU's own NAT (slirp): the guest gets 10.0.2.15, the gateway is 10.0.2.2, DNS is 10.0.2.3; on the second
  /// card (`nic1`) 10.0.3.15 and so on.
  case user(UserNetwork)
  /// passt(1): like `user`, through a process of its own that ends with the machine.
  case passt(forwards: [PortForward])
  /// A TAP interface of the host.
  case tap(TapAttachment)
  /// A network of `Profiles/networks/`, which comes up with its first machine.
  case network(NetworkName)
  /// A socket to another QEMU; no privilege.
  case socket(SocketAttachment)
  /// A switch of Virtual Distributed Ethernet, vde_switch(1).
  case vde(VDESwitch)
  /// A card without a cable.
  case none

  /// User networking with forwards and nothing else.
  public static func user(forwards: [PortForward]) -> Attachment { .user(UserNetwork(forwards: forwards)) }

  /// The key in the profile.
  public var keyword: String {
    switch self {
    case .user: "user"
    case .passt: "passt"
    case .tap: "tap"
    case .network: "network"
    case .socket: "socket"
    case .vde: "vde"
    case .none: "none"
    }
  }

  /// The keys of the attachments that a profile can have.
  public static let keywords = ["user", "passt", "tap", "network", "socket", "vde", "none"]

  /// Ports of the host that lead to the guest; only `user` and `passt` have any.
  public var forwards: [PortForward] {
    get {
      switch self {
      case .user(let user): user.forwards
      case .passt(let forwards): forwards
      default: []
      }
    }
    set {
      switch self {
      case .user(var user):
        user.forwards = newValue
        self = .user(user)
      case .passt: self = .passt(forwards: newValue)
      default: break
      }
    }
  }
}
