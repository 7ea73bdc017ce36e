/// A port of the host that leads to a port of the guest: `[host-ip:]host-port:guest-port[/udp]`.
public struct PortForward: Sendable, Hashable {
  /// What travels through the port.
  public enum Transport: String, Sendable, Codable, CaseIterable { case tcp, udp }

  /// TCP unless written.
  public var transport: Transport
  /// The host's address that listens; 127.0.0.1 unless written.
  public var hostAddress: IPv4Address
  /// 0: vmrun chooses.
  public var hostPort: UInt16
  /// The port of the guest's server, never 0.
  public var guestPort: UInt16

  /// A forward to a port of the guest; nil for guest port 0, which no program can listen on.
  public init?(
    transport: Transport = .tcp, hostAddress: IPv4Address = .loopback, hostPort: UInt16 = 0, guestPort: UInt16
  ) {
    guard guestPort != 0 else { return nil }
    self.init(transport, hostAddress, hostPort, guestPort)
  }

  private init(_ transport: Transport, _ hostAddress: IPv4Address, _ hostPort: UInt16, _ guestPort: UInt16) {
    self.transport = transport
    self.hostAddress = hostAddress
    self.hostPort = hostPort
    self.guestPort = guestPort
  }

  /// A port that vmrun chooses, to the guest's SSH server; written `ssh`.
  public static let ssh = PortForward(.tcp, .loopback, 0, 22)

  /// Whether both would listen on the same port of the host. Port 0 never does: each gets its own.
  public func collides(with other: PortForward) -> Bool {
    guard hostPort != 0, hostPort == other.hostPort, transport == other.transport else { return false }
    return hostAddress == other.hostAddress || hostAddress == .any || other.hostAddress == .any
  }
}
