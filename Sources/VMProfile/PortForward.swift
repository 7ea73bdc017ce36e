/// A port of the host that leads to a port of the guest: `[host-ip:]host-port:guest-port[/udp]`.
public struct PortForward: Sendable, Hashable {
  public enum Transport: String, Sendable, Codable { case tcp, udp }

  public var transport: Transport
  /// The host's address that listens; 127.0.0.1 unless written.
  public var hostAddress: IPv4Address
  /// 0: vmrun chooses.
  public var hostPort: UInt16
  public var guestPort: UInt16
}
