/// A file that cloud-init writes in the guest.
public struct CloudInitFile: Sendable, Equatable {
  /// Where a file's content comes from.
  public enum Content: Sendable, Equatable {
    case text(String)
    /// A file of the host within the profile's folder, read at each start.
    case source(HostPath)
  }

  /// The whole path in the guest.
  public var path: String
  /// What is written there.
  public var content: Content
  /// Octal, such as `0644`; nil: cloud-init's default, 0644.
  public var permissions: String?
  /// `user` or `user:group`; nil: root.
  public var owner: String?

  /// A file with cloud-init's own defaults.
  public init(path: String, content: Content, permissions: String? = nil, owner: String? = nil) {
    self.path = path
    self.content = content
    self.permissions = permissions
    self.owner = owner
  }
}
