extension Profile {
  /// The keys of `cloud_init` that an image has no use for, in the order of the format, each once.
  ///
  /// - Returns: the keys, such as `packages` or `write_files.owner`, and where each is written first.
  public func ignoredCloudInit(_ support: CloudInitSupport) -> [(key: String, location: SourceLocation?)] {
    guard let setup = cloudInit else { return [] }
    var used: [(key: String, path: String)] = []
    if setup.user != nil { used.append(("user", "user")) }
    if !setup.authorizedKeys.isEmpty { used.append(("ssh_authorized_keys", "ssh_authorized_keys[0]")) }
    if !setup.packages.isEmpty { used.append(("packages", "packages[0]")) }
    for (index, file) in setup.files.enumerated() {
      switch file.content {
      case .text: used.append(("write_files.content", "write_files[\(index)].content"))
      case .source: used.append(("write_files.source", "write_files[\(index)].source"))
      }
      if file.permissions != nil { used.append(("write_files.permissions", "write_files[\(index)].permissions")) }
      if let owner = file.owner, owner != "root", owner != "root:root" {
        used.append(("write_files.owner", "write_files[\(index)].owner"))
      }
    }
    if !setup.commands.isEmpty { used.append(("runcmd", "runcmd[0]")) }
    if setup.network != nil { used.append(("network", "network")) }
    if setup.userData != nil { used.append(("user_data", "user_data")) }
    var seen: Set<String> = []
    return used.filter { !support.honours($0.key) && seen.insert($0.key).inserted }.map { key, path in
      (key, locations["cloud_init.\(path)"] ?? locations["cloud_init.\(key)"] ?? locations["cloud_init"])
    }
  }
}
