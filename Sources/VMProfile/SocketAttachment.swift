/// A card that reaches other QEMUs through a socket of the host (qemu(1), `-netdev stream` and `dgram`).
public enum SocketAttachment: Sendable, Equatable {
  /// Waits for one other machine that connects (TCP).
  case listen(SocketAddress)
  /// Connects to one that listens.
  case connect(SocketAddress)
  /// All machines with the same group and port are on one wire. `localaddr` is the host's address whose interface is
  /// used; 127.0.0.1 keeps the wire inside this host.
  case mcast(SocketAddress, localaddr: IPv4Address?)
  /// Frames go to `remote` in UDP packets and come in at `localaddr`; the other machine has them the other way round.
  case udp(remote: SocketAddress, localaddr: SocketAddress)
}
