public import VMProfile

/// A further disk with its file settled.
public struct ResolvedDisk: Sendable, Equatable {
  /// `disk1`, `disk2`, … in the profile's order.
  public var id: String
  public var name: DiskName
  /// Absolute.
  public var file: String
  public var format: DiskFormat
  public var isReadOnly: Bool
}
