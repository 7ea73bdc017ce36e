extension Profile {
  /// Reads a profile from the text of its file, which extends no other.
  ///
  /// - Parameters:
  ///   - yaml: the file's contents, at most 1 MiB.
  ///   - name: the machine's name; for a file, its name without `.yml`.
  ///   - file: the file as messages name it, such as `web.yml`.
  /// - Throws: `ProfileError.invalid` with all mistakes of the file, in the order of its lines. Text that
  ///   is not YAML yields one mistake, as what follows it cannot be read.
  public init(yaml: String, name: VMName, file: String) throws(ProfileError) {
    try self.init(ProfileLayers(ProfileSource(path: nil, file: file, text: yaml), reader: .none), name: name)
  }

  /// Reads a profile from its file and those that it extends.
  ///
  /// - Throws: `ProfileError.invalid` with all mistakes, each with the file that it is in.
  public init(_ layers: ProfileLayers, name: VMName) throws(ProfileError) {
    var decoder = ProfileDecoder(layers.document)
    decoder.locations.paths = layers.paths
    decoder.locations[ProfileSchema.extends.schema.name] = layers.extendsLocation
    let draft = decoder.decode()
    // An alias is read once for each use, and its mistakes with it. A text with a variable that has no value is wrong
    // for that alone.
    let unexpanded = Set(layers.unexpanded.map(\.location))
    let mistakes = (decoder.diagnostics + ProfileRules(draft).diagnostics).filter { !unexpanded.contains($0.location) }
    let diagnostics = (mistakes + layers.unexpanded).inOrder
    guard diagnostics.isEmpty, let profile = draft.profile(name: name, locations: decoder.locations) else {
      throw .invalid(diagnostics)
    }
    self = profile
  }

  /// The folder that a relative path starts from: that of the file which the value was written in.
  ///
  /// - Parameter keyPath: such as `image` or `nics[0].tap.script`.
  /// - Returns: nil for a value that is in no file.
  public func folder(of keyPath: String) -> String? {
    guard let path = locations.path(of: keyPath), let slash = path.lastIndex(of: "/") else { return nil }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}

extension ProfileLayers {
  /// The whole paths of the files, by how messages name them.
  fileprivate var paths: [String: String] {
    var paths: [String: String] = [:]
    for file in files { paths[file.file] = file.path }
    return paths
  }
}
