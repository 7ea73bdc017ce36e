package import VMProfile

/// A network interface as the kernel tells of it.
package struct HostLink: Sendable, Equatable {
  package var name: String
  /// As `52:54:00:12:34:56`; empty where it has none.
  package var mac: String
  /// `bridge`, `veth`, `tun`, …; nil for hardware.
  package var kind: String?
  /// The bridge that it is a port of.
  package var master: String?
  package var mtu: Int
  package var isUp: Bool
  package var addresses: [IPv4Interface]
}
