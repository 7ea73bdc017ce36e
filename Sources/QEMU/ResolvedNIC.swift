public import VMProfile

/// A network card with its driver, address and ids settled.
public struct ResolvedNIC: Sendable, Equatable {
  /// `nic0`, `nic1`, … in the profile's order; also the device's id in QEMU. Its backend is `net0`, ….
  public var id: String
  public var netdevID: String
  /// QEMU's driver name, such as `virtio-net-pci`.
  public var driver: String
  /// The model as the profile wrote it.
  public var model: String
  public var mac: MACAddress
  /// Host ports are settled: none is 0.
  public var attachment: Attachment
  /// Whether the card sits on PCI, where it has a boot ROM and a slot.
  public var isPCI: Bool
  /// The PCI Express root port that the card is plugged into (`port0`); nil: the board's main bus.
  public var port: String?
  /// A fixed address for a network without DHCP; nil: DHCP.
  public var address: IPv4Interface?
  public var gateway: IPv4Address?
  public var dns: [IPv4Address]
  /// The bridge of the card's network.
  public var bridge: String?
  /// In bytes; nil: the usual 1500.
  public var mtu: Int?
  /// Whether this QEMU lacks the `stream` and `dgram` networks, which `socket` was all of before.
  public var hasOnlySocketNetwork = false
}
