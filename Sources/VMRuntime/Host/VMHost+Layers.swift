internal import GLib
internal import Glibc
internal import VMProfile
internal import Wording

extension VMHost {
  /// What a person's own layer over a profile is called: `web.local.yml` for `web.yml`.
  static let localSuffix = ".local.yml"

  /// How the files come in that a profile stands on.
  ///
  /// - Parameter path: the profile's own file, whose project `${project}` names.
  func profileReader(of path: String) -> ProfileReader {
    let place = SourcePlace(path: path)
    let project =
      place.map { "\($0.source)" } ?? ProfileFile.project(of: path).split(separator: "/").last.map(String.init)
    let variables = ProfileVariables(project: project, user: { Self.loginName }) { name in
      getenv(name).map { String(cString: $0) }
    }
    return ProfileReader(
      variables: variables,
      local: { profile throws(ProfileError) in
        // What a source brings is nobody's own.
        if let place = profile.path.flatMap(SourcePlace.init(path:)) {
          guard let local = localLayer(over: place).flatMap(Folder.realPath) else { return nil }
          return try source(local)
        }
        guard let path = profile.path, path.hasSuffix(".yml") else { return nil }
        guard let local = Folder.realPath(path.dropLast(4) + Self.localSuffix) else { return nil }
        return try source(local)
      },
      parent: { reference, child throws(ProfileError) in
        try source(try parentPath(reference, of: child))
      })
  }

  /// The file of a profile that another one extends.
  private func parentPath(_ reference: ParentReference, of child: ProfileSource) throws(ProfileError) -> String {
    let folder = child.path.map { Folder.parent(of: $0) } ?? Self.currentFolder
    if let place = child.path.flatMap(SourcePlace.init(path:)) { return try parentPath(reference, in: place, folder) }
    switch reference {
    case .path(let path):
      guard let found = Folder.realPath("\(folder)/\(path)") else {
        throw .unreadable("there is no file \(Self.displayed("\(folder)/\(path)"))")
      }
      try Self.checkInside(found, of: folder)
      return found
    case .named(let name):
      if let found = Folder.realPath("\(folder)/\(name).yml") {
        try Self.checkInside(found, of: folder)
        return found
      }
      if let sourced = SourcedName(name) { return try parentPath(sourced) }
      if let name = VMName(name), let found = lookup.file(of: name, exists: Folder.exists) {
        return Folder.realPath(found) ?? found
      }
      let beside = Folder.names(in: folder).filter { $0.hasSuffix(".yml") && !$0.hasSuffix(Self.localSuffix) }
      let names = Set(beside.map(Self.stem) + profileNames()).sorted()
      let hint = Suggestion.nearest(to: name, among: names).map { ": did you mean '\($0)'?" }
      throw .unreadable("there is no profile '\(name)'\(hint ?? ": write \(name).yml beside \(child.file)")")
    }
  }

  private func parentPath(_ name: SourcedName) throws(ProfileError) -> String {
    do throws(RuntimeError) {
      guard let path = try sourcedPath(name) else { throw unknownSource(name) }
      return path
    } catch {
      throw .unreadable(error.message)
    }
  }

  /// A source's profile stands on files of its own commit: those of whoever uses it are not a stranger's to build with.
  private func parentPath(
    _ reference: ParentReference, in place: SourcePlace, _ folder: String
  ) throws(ProfileError) -> String {
    let found: String?
    switch reference {
    case .path(let path): found = Folder.realPath("\(folder)/\(path)")
    case .named(let name):
      let own = SourcedName(name).flatMap { $0.source == place.source ? "\($0.profile)" : nil } ?? name
      var folders = [folder]
      while let last = folders.last, last != place.root, place.contains(last) {
        folders.append(Folder.parent(of: last))
      }
      found = folders.lazy.compactMap { Folder.realPath("\($0)/\(own).yml") }.first
    }
    guard let found else { throw .unreadable("there is no such profile in the source '\(place.source)'") }
    guard place.contains(found) else {
      throw .unreadable(
        "it leads out of the source '\(place.source)', to \(found): a source extends its own profiles only")
    }
    return found
  }

  /// What somebody cloned reads nothing of the host beside itself, neither by `..` nor through a link.
  private static func checkInside(_ path: String, of folder: String) throws(ProfileError) {
    guard let top = GitWorkTree.top(from: folder), !path.hasPrefix(top + "/") else { return }
    throw .unreadable(
      "it leads out of the work tree \(top), to \(path): put that file inside, or into the folder of your own profiles "
        + "and extend it by its name")
  }

  private func source(_ path: String) throws(ProfileError) -> ProfileSource {
    do throws(RuntimeError) {
      return ProfileSource(path: path, file: shown(path), text: try Self.text(of: path))
    } catch {
      throw .unreadable(error.message)
    }
  }

  /// The text of a profile's file.
  static func text(of path: String) throws(RuntimeError) -> String {
    let bytes: [UInt8]
    do throws(GLibError) { bytes = try DurableFile.read(path, limit: 1 << 20) } catch { throw RuntimeError(error) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw RuntimeError(.invalidProfile, "\(path) is not UTF-8 text")
    }
    return text
  }

  /// The user's name in the host's user database (getpwuid(3)).
  private static var loginName: String? {
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    var buffer = [CChar](repeating: 0, count: 16384)
    guard getpwuid_r(geteuid(), &entry, &buffer, buffer.count, &found) == 0, let name = found?.pointee.pw_name else {
      return nil
    }
    return String(cString: name)
  }
}
