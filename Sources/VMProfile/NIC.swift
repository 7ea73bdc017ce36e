/// One network card of a machine.
public struct NIC: Sendable, Equatable {
  /// The model as written; `virtio` stands for the virtio card that suits the board.
  public var model: String
  /// Nil: derived.
  public var mac: MACAddress?
  public var attachment: Attachment
  /// A fixed address for a network without DHCP; nil: DHCP.
  public var address: IPv4Interface?
  public var gateway: IPv4Address?
  public var dns: [IPv4Address]
}
