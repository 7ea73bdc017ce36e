internal import GLib
public import VMProfile
internal import Wording

// Names such as `team/web`: profiles of sources that a project or the user has written down.
extension VMHost {
  /// The lists that can be seen from the current folder, the nearest first.
  func sourceLists() throws(RuntimeError) -> [SourceList] {
    var lists: [SourceList] = []
    for folder in lookup.folders(exists: Folder.exists) {
      let path = "\(folder)/\(ProfileSources.fileName)"
      // A source brings no sources.
      guard Folder.exists(path), SourcePlace(path: Folder.realPath(path) ?? path) == nil else { continue }
      lists.append(try SourceList(path: path))
    }
    return lists
  }

  /// A source, and the list that it stands in.
  func source(_ name: VMName) throws(RuntimeError) -> (entry: ProfileSources.Entry, list: SourceList)? {
    for list in try sourceLists() {
      if let entry = list.sources.entries[name] { return (entry, list) }
    }
    return nil
  }

  /// The folder of a source's profiles, as its list pins it; it exists once the source was fetched.
  func profileFolder(_ name: VMName, _ entry: ProfileSources.Entry) -> String {
    entry.folder.path(in: "\(SourceRepository.folder(name, entry.url, in: directories))/\(entry.commit)")
  }

  /// The file of a source's profile.
  ///
  /// - Returns: nil when there is no source of that name.
  /// - Throws: `RuntimeError`: `unavailable` when the source was not fetched, `invalidProfile` when it has no such
  ///   profile.
  func sourcedPath(_ name: SourcedName) throws(RuntimeError) -> String? {
    guard let (entry, list) = try source(name.source) else { return nil }
    let folder = profileFolder(name.source, entry)
    let file = "\(folder)/\(name.profile).yml"
    if let found = Folder.realPath(file) {
      guard let place = SourcePlace(path: found), place.source == name.source else {
        throw RuntimeError(.invalidProfile, "\(file) leads out of its source, to \(found)")
      }
      return found
    }
    let repository = SourceRepository(name.source, entry.url, git: GitProgram(), in: directories)
    guard repository.has(entry.commit) else { throw missingSource(name.source, list.path) }
    let known = profileNames(in: folder)
    let hint =
      Suggestion.nearest(to: "\(name.profile)", among: known).map { ": did you mean '\(name.source)/\($0)'?" }
      ?? (known.isEmpty
        ? "" : "; there are \(Suggestion.list(known.prefix(20).map { "\(name.source)/\($0)" }, last: "and"))")
    throw RuntimeError(
      .invalidProfile, "the source '\(name.source)' at \(entry.commit.short) has no profile '\(name.profile)'\(hint)")
  }

  /// The file of the profile that starts a machine of that name, `team-web`; nil: it is of no source that is here.
  func sourcedPath(ofMachine machine: VMName) -> String? {
    SourcedName.splitting(machine).lazy.compactMap { (try? sourcedPath($0)) ?? nil }.first
  }

  /// The profiles of all sources that are here, such as `team/web`.
  public func sourcedProfileNames() -> [String] {
    guard let lists = try? sourceLists() else { return [] }
    var seen: Set<VMName> = []
    var names: [String] = []
    for list in lists {
      for (name, entry) in list.sources.entries where seen.insert(name).inserted {
        names += profileNames(in: profileFolder(name, entry)).map { "\(name)/\($0)" }
      }
    }
    return names.sorted()
  }

  /// The sources that are written down and were not fetched: what to say of each.
  public func missingSources() -> [(name: VMName, message: String)] {
    var seen: Set<VMName> = []
    var missing: [(VMName, String)] = []
    for list in (try? sourceLists()) ?? [] {
      for (name, entry) in list.sources.entries.sorted(by: { $0.key.description < $1.key.description })
      where seen.insert(name).inserted {
        let repository = SourceRepository(name, entry.url, git: GitProgram(), in: directories)
        if !repository.has(entry.commit) { missing.append((name, missingSource(name, list.path).message)) }
      }
    }
    return missing
  }

  private func missingSource(_ name: VMName, _ list: String) -> RuntimeError {
    RuntimeError(
      .unavailable,
      "the source '\(name)' of \(Self.displayed(list)) is not here yet: fetch it with `vmrun profile add`")
  }

  /// The machine that a name of a machine or a profile stands for: `web`, or `team-web` for `team/web`.
  public func machineName(_ reference: String) throws(RuntimeError) -> VMName {
    if let sourced = SourcedName(reference), !Folder.exists(reference) { return try machineName(of: sourced) }
    do throws(InvalidValue) { return try VMName(parsing: reference) } catch { throw RuntimeError(.usage, "\(error)") }
  }

  func machineName(of name: SourcedName) throws(RuntimeError) -> VMName {
    guard let machine = name.machine else {
      throw RuntimeError(
        .invalidProfile,
        "the machine of '\(name)' would be '\(name.source)-\(name.profile)', and a name has at most 48 characters: add the "
          + "source under a shorter name, `vmrun profile add --name NAME SOURCE`")
    }
    return machine
  }

  func unknownSource(_ name: SourcedName) -> RuntimeError {
    let known = ((try? sourceLists()) ?? []).flatMap { $0.sources.entries.keys }.map(\.description).sorted()
    let hint =
      Suggestion.nearest(to: "\(name.source)", among: known).map { "did you mean '\($0)/\(name.profile)'?" }
      ?? "add it with `vmrun profile add URL --name \(name.source)`"
    return RuntimeError(.invalidProfile, "there is no source '\(name.source)' and no file \(name): \(hint)")
  }

  /// How messages name a profile's file.
  func shown(_ path: String) -> String { SourcePlace(path: path)?.shown ?? Self.displayed(path) }

  /// A person's own layer over a source's profile: `team-web.local.yml` beside the profiles of their own.
  func localLayer(over place: SourcePlace) -> String? {
    guard let machine = place.name?.machine else { return nil }
    return lookup.folders(exists: Folder.exists).lazy.map { "\($0)/\(machine)\(Self.localSuffix)" }
      .first(where: Folder.exists)
  }
}
