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
  public var attachment: Attachment
}
