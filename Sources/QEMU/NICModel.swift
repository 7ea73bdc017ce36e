/// A network card that a QEMU offers.
public struct NICModel: Sendable, Hashable, Codable {
  /// The driver's name, as `-device` takes it.
  public var name: String
  /// `PCI`, `ISA`, `usb-bus`, `virtio-bus`, …; nil when QEMU names none.
  public var bus: String?
  public var alias: String?

  public init(name: String, bus: String?, alias: String? = nil) {
    self.name = name
    self.bus = bus
    self.alias = alias
  }
}
