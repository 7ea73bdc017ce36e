internal import GLib
public import VMProfile

/// A profile together with the file that it came from.
public struct ProfileFile: Sendable {
  public var profile: Profile
  /// Absolute; nil for a profile that a program made.
  public var path: String?
  /// The files that it was put together from; nil for a profile that a program made.
  public var layers: ProfileLayers?

  public init(_ profile: Profile, path: String? = nil, layers: ProfileLayers? = nil) {
    self.profile = profile
    self.path = path
    self.layers = layers
  }

  /// The folder of the profile's own file.
  var folder: String? { path.map { Folder.parent(of: $0) } }

  /// The folder that a relative path starts from: that of the file which the value was written in, be it the
  /// profile's own, one that it extends or a person's own layer; the current folder for a program's.
  ///
  /// - Parameter keyPath: such as `image` or `nics[0].tap.script`.
  package func folder(of keyPath: String) -> String {
    profile.folder(of: keyPath) ?? folder ?? VMHost.currentFolder
  }

  /// A path in the profile as a whole path; without links where it exists.
  package func absolute(_ path: String, of keyPath: String) -> String {
    let whole = path.hasPrefix("/") ? path : "\(folder(of: keyPath))/\(path)"
    return Folder.realPath(whole) ?? whole
  }

  /// What tells this project from others, for derived addresses: the folder that holds `Profiles/`.
  var project: String { path.map(Self.project(of:)) ?? "" }

  /// The project that a profile's file belongs to.
  static func project(of path: String) -> String {
    // The same for all commits of a source.
    if let place = SourcePlace(path: path) { return place.repository }
    let folder = Folder.parent(of: path)
    return folder.hasSuffix("/Profiles") ? String(folder.dropLast("/Profiles".count)) : folder
  }
}
