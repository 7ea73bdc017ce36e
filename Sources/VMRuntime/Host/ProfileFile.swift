internal import GLib
public import VMProfile

/// A profile together with the file that it came from.
public struct ProfileFile: Sendable {
  public var profile: Profile
  /// Absolute; nil for a profile that a program made.
  public var path: String?

  public init(_ profile: Profile, path: String? = nil) {
    self.profile = profile
    self.path = path
  }

  /// The folder that relative paths in the profile start from.
  var folder: String? { path.map { Folder.parent(of: $0) } }

  /// What tells this project from others, for derived addresses: the folder that holds `Profiles/`.
  var project: String { path.map(Self.project(of:)) ?? "" }

  /// The project that a profile's file belongs to.
  static func project(of path: String) -> String {
    let folder = Folder.parent(of: path)
    return folder.hasSuffix("/Profiles") ? String(folder.dropLast("/Profiles".count)) : folder
  }
}
