/// Where profiles and networks are looked for. Pure: the caller says what exists.
public struct ProfileLookup: Sendable, Equatable {
  /// The absolute path of the folder to start from.
  public var currentFolder: String
  /// The user's configuration folder, `$XDG_CONFIG_HOME` or `~/.config`; nil without a home.
  public var configFolder: String?
  /// vmrun's own folder of shared files, such as `/usr/share/vmrun`.
  public var shareFolder: String?

  /// A look-up from the values of the environment.
  ///
  /// - Parameters:
  ///   - currentFolder: the absolute path of the folder to start from.
  ///   - home: `$HOME`; an empty or relative one counts as none.
  ///   - xdgConfigHome: `$XDG_CONFIG_HOME`; an empty or relative one is ignored, as the XDG standard asks.
  ///   - shareFolder: vmrun's own folder of shared files.
  public init(currentFolder: String, home: String?, xdgConfigHome: String?, shareFolder: String?) {
    self.currentFolder = currentFolder
    self.shareFolder = shareFolder
    let isSet = { (path: String?) in path?.hasPrefix("/") == true }
    configFolder = isSet(xdgConfigHome) ? xdgConfigHome : isSet(home) ? home.map { Self.join($0, ".config") } : nil
  }

  /// The folders of profiles, the first to be searched first: the nearest `Profiles` from the current
  /// folder up to `/`, then the user's, then the installed ones. Those that do not exist are left out.
  public func folders(exists: (String) -> Bool) -> [String] {
    let project = projectFolder(exists: exists)
    let others = [
      configFolder.map { Self.join($0, "vmrun/Profiles") }, shareFolder.map { Self.join($0, "Profiles") },
    ]
    var folders: [String] = []
    for folder in [project].compactMap(\.self) + others.compactMap(\.self).filter(exists)
    where !folders.contains(folder) {
      folders.append(folder)
    }
    return folders
  }

  /// The nearest `Profiles` from the current folder up to `/`; nil when there is none.
  public func projectFolder(exists: (String) -> Bool) -> String? {
    ancestors.lazy.map { Self.join($0, "Profiles") }.first(where: exists)
  }

  /// The file of a profile: `NAME.yml` in the first folder that has it; nil when none does.
  public func file(of name: VMName, exists: (String) -> Bool) -> String? {
    folders(exists: exists).lazy.map { Self.join($0, "\(name).yml") }.first(where: exists)
  }

  /// The folders of networks, the first to be searched first: `networks` in each folder of profiles. Those
  /// that do not exist are left out.
  public func networkFolders(exists: (String) -> Bool) -> [String] {
    folders(exists: exists).map { Self.join($0, "networks") }.filter(exists)
  }

  /// The file of a network: `networks/NAME.yml` in the first folder that has it; nil when none does.
  public func networkFile(of name: NetworkName, exists: (String) -> Bool) -> String? {
    networkFolders(exists: exists).lazy.map { Self.join($0, "\(name).yml") }.first(where: exists)
  }

  /// The current folder and those above it, up to `/`; none for a relative path.
  private var ancestors: [String] {
    guard currentFolder.hasPrefix("/") else { return [] }
    let components = currentFolder.split(separator: "/")
    return (0...components.count).reversed().map { "/" + components.prefix($0).joined(separator: "/") }
  }

  private static func join(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
  }
}
