/// A further disk of a machine, beside the one that it starts from.
public struct Disk: Sendable, Equatable {
  /// Where a disk's content is.
  public enum Source: Sendable, Equatable {
    /// A qcow2 of this size that vmrun makes, empty, for the machine alone. It is kept from start to start, grows when
    /// the size does, and goes with `vmrun delete`.
    case made(size: ByteSize)
    /// A file that exists and stays. Without a format it must be a qcow2: a raw disk has no mark of its own, and its
    /// guest could write one.
    case file(HostPath, format: DiskFormat?, isReadOnly: Bool)
  }

  /// By which the guest finds it.
  public var name: DiskName
  /// Where its content is.
  public var source: Source

  /// A disk.
  public init(name: DiskName, source: Source) {
    self.name = name
    self.source = source
  }
}
