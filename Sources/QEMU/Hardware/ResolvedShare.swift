public import VMProfile

/// A folder of the host with the way to it settled.
public struct ResolvedShare: Sendable, Equatable {
  /// How the guest reaches it.
  public enum Transport: Sendable, Equatable {
    /// Through virtiofsd, whose path this is.
    case virtiofs(daemon: String)
    /// By QEMU itself. With `mapsOwners` a guest's owners, modes and links stay in extended attributes: a guest of
    /// root's could else put programs with root's rights into the folder.
    case ninep(mapsOwners: Bool)

    /// The type of the file system in the guest.
    public var fileSystem: String { if case .virtiofs = self { "virtiofs" } else { "9p" } }
  }

  /// `share0`, `share1`, … in the profile's order.
  public var id: String
  /// Of its backend: `fs0`, `fs1`, ….
  public var backendID: String
  /// Absolute.
  public var path: String
  public var tag: ShareTag
  public var mount: GuestPath?
  public var isReadOnly: Bool
  public var transport: Transport
}
