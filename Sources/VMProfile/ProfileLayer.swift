/// One of the files that a profile is made from.
public struct ProfileLayer: Sendable, Equatable {
  /// What a file is to the profile.
  public enum Role: String, Sendable, CaseIterable {
    /// The profile's own file.
    case profile
    /// One that it extends, directly or not.
    case parent
    /// A person's own layer, or what that extends.
    case local
  }

  /// What the file is to the profile.
  public var role: Role
  /// The whole path, without links; nil for a text that a program gave.
  public var path: String?
  /// The file as messages name it.
  public var file: String
}
