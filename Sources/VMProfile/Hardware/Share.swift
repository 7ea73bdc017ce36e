/// A folder of the host in the guest.
public struct Share: Sendable, Equatable {
  /// The folder.
  public var path: HostPath
  /// The name under which the guest mounts it.
  public var tag: ShareTag
  /// Where the guest mounts it by itself; nil: nowhere, until somebody does.
  public var mount: GuestPath?
  /// Whether the guest may only read.
  public var isReadOnly: Bool
  /// How the guest reaches it.
  public var driver: ShareDriver

  /// A share.
  public init(
    path: HostPath, tag: ShareTag, mount: GuestPath? = nil, isReadOnly: Bool = false, driver: ShareDriver = .auto
  ) {
    self.path = path
    self.tag = tag
    self.mount = mount
    self.isReadOnly = isReadOnly
    self.driver = driver
  }
}
