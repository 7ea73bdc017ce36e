/// QEMU's user networking of one card (qemu(1), `-netdev user`).
public struct UserNetwork: Sendable, Equatable {
  /// Ports of the host that lead to the guest.
  public var forwards: [PortForward]
  /// Whether the guest is cut off from the host and everything beyond; forwards still lead to it.
  public var restrict: Bool
  /// The guest's network; nil: 10.0.2.0/24, on the second card 10.0.3.0/24 and so on. The gateway is its second
  /// address, DNS its third, and the guest gets its fifteenth.
  public var net: IPv4Interface?
  /// The name that the guest is given by DHCP; nil: none.
  public var hostname: String?

  /// User networking, by default without forwards.
  public init(
    forwards: [PortForward] = [], restrict: Bool = false, net: IPv4Interface? = nil, hostname: String? = nil
  ) {
    self.forwards = forwards
    self.restrict = restrict
    self.net = net
    self.hostname = hostname
  }
}
