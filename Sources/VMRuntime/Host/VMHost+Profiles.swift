internal import GLib
internal import Glibc
internal import VMProfile
internal import Wording

extension VMHost {
  /// Finds and reads a profile.
  ///
  /// - Parameter reference: a name, looked for in the nearest `Profiles/` going up from the current folder,
  ///   in what the machine of that name was started from, in the user's configuration folder and in the installed
  ///   share folder; `team/web` for a profile of a source; or a path to a `.yml` file.
  /// - Throws: `RuntimeError` of kind `invalidProfile` when there is none, or with all of its mistakes.
  public func profile(_ reference: String) throws(RuntimeError) -> ProfileFile {
    let path = try profilePath(reference)
    if path.hasSuffix(Self.localSuffix) {
      let name = path.dropLast(Self.localSuffix.count).split(separator: "/").last.map(String.init) ?? ""
      throw RuntimeError(
        .usage, "\(shown(path)) is a layer over \(name).yml, not a machine: name '\(name)'")
    }
    return try profile(at: path)
  }

  /// Reads a profile from its file.
  ///
  /// - Parameter withLocal: whether a person's own layer counts.
  func profile(at path: String, withLocal: Bool = true) throws(RuntimeError) -> ProfileFile {
    let text = try Self.text(of: path)
    let stem: VMName
    do throws(InvalidValue) { stem = try VMName(parsing: Self.stem(path)) } catch {
      throw RuntimeError(.invalidProfile, "\(path): a machine is named after its file, and \(error)")
    }
    let place = SourcePlace(path: path)
    let name =
      if let place { try machineName(of: SourcedName(source: place.source, profile: stem)) } else { stem }
    var reader = profileReader(of: path)
    if !withLocal { reader.local = { _ throws(ProfileError) in nil } }
    do throws(ProfileError) {
      let source = ProfileSource(path: path, file: shown(path), text: text)
      let layers = try ProfileLayers(source, reader: reader)
      return ProfileFile(try Profile(layers, name: name), path: path, layers: layers)
    } catch {
      throw RuntimeError(error)
    }
  }

  /// The names of all profiles that can be seen from the current folder; the nearest wins.
  public func profileNames() -> [String] {
    var names: [String] = []
    for folder in lookup.folders(exists: Folder.exists) {
      for name in profileNames(in: folder) where !names.contains(name) { names.append(name) }
    }
    return names
  }

  /// The names of the profiles of the project that the current folder is in.
  public func projectProfileNames() -> [String] {
    lookup.projectFolder(exists: Folder.exists).map(profileNames) ?? []
  }

  /// The names of the profiles in one folder, sorted; people's own layers are none.
  func profileNames(in folder: String) -> [String] {
    Folder.names(in: folder)
      .filter { $0.hasSuffix(".yml") && !$0.hasPrefix(".") && !$0.hasSuffix(Self.localSuffix) }
      .map(Self.stem).filter { VMName($0) != nil }.sorted()
  }

  /// The file of a profile.
  public func profilePath(_ reference: String) throws(RuntimeError) -> String {
    let sourced = SourcedName(reference)
    if let sourced, let path = try sourcedPath(sourced) { return path }
    if reference.contains("/") || reference.hasSuffix(".yml") {
      let path = reference.hasPrefix("/") ? reference : "\(Self.currentFolder)/\(reference)"
      guard let resolved = Folder.realPath(path) else {
        if let sourced { throw unknownSource(sourced) }
        throw RuntimeError(.invalidProfile, "there is no profile file \(reference)")
      }
      return resolved
    }
    let name: VMName
    do { name = try VMName(parsing: reference) } catch { throw RuntimeError(.usage, "\(error)") }
    let found = lookup.file(of: name, exists: Folder.exists).map { Folder.realPath($0) ?? $0 }
    if let found, !isShared(found) { return found }
    guard let path = sourcedPath(ofMachine: name) ?? recordedPath(name) ?? found else {
      // It may be the machine of a source's profile.
      if let missing = missingSources().first(where: { reference.hasPrefix("\($0.name)-") }) {
        throw RuntimeError(.unavailable, "there is no profile '\(reference)', but \(missing.message)")
      }
      throw unknownProfile(reference)
    }
    return path
  }

  /// Whether a profile is not of a project that the current folder is in.
  private func isShared(_ path: String) -> Bool {
    [directories.share, directories.config].contains { path.hasPrefix((Folder.realPath($0) ?? $0) + "/") }
  }

  /// The file that a machine was started from, wherever the user is now.
  private func recordedPath(_ name: VMName) -> String? {
    guard let path = InstanceRecord(path: machine(name).paths.record)?.profile, Folder.exists(path) else { return nil }
    return path
  }

  private func unknownProfile(_ name: String) -> RuntimeError {
    let names = profileNames()
    let folders = lookup.folders(exists: Folder.exists)
    let searched = folders.isEmpty ? "no Profiles folder was found" : "looked in \(folders.joined(separator: ", "))"
    let sourced = sourcedProfileNames().filter { $0.hasPrefix("\(name)/") }
    if !sourced.isEmpty {
      let list = Suggestion.list(Array(sourced.prefix(20)))
      return RuntimeError(.invalidProfile, "'\(name)' is a source of profiles: name one of them, \(list)")
    }
    if let near = Suggestion.nearest(to: name, among: names) {
      return RuntimeError(
        .invalidProfile,
        "there is no profile '\(name)': did you mean '\(near)'? (\(searched)); write a new one with `vmrun profile new \(name)`"
      )
    }
    let known = names.isEmpty ? "" : "; known are \(names.joined(separator: ", "))"
    return RuntimeError(
      .invalidProfile, "there is no profile '\(name)' (\(searched)\(known)): write one with `vmrun profile new \(name)`"
    )
  }

  var lookup: ProfileLookup {
    var lookup = ProfileLookup(
      currentFolder: Self.currentFolder, home: nil, xdgConfigHome: nil, shareFolder: directories.share)
    lookup.configFolder = Folder.parent(of: directories.config)
    return lookup
  }

  static func stem(_ path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return file.hasSuffix(".yml") ? String(file.dropLast(4)) : file
  }

  /// Relative to the current folder where it lies below: the form that an editor and a reader like.
  package static func displayed(_ path: String) -> String {
    let prefix = currentFolder == "/" ? "/" : currentFolder + "/"
    return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
  }

  /// A path without `.` and `..`, by its text: for one that may not exist.
  static func plain(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == ".." { parts = parts.dropLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }

  /// Whether there is a file or folder.
  package static func isPath(_ path: String) -> Bool { Folder.exists(path) }

  static var currentFolder: String {
    guard let path = getcwd(nil, 0) else { return "/" }
    defer { free(path) }
    return String(cString: path)
  }
}
