internal import GLib
public import VMProfile
internal import Wording

/// A source that was removed.
public struct SourceRemoval: Sendable {
  /// The list that it stood in.
  public var list: String
  /// How many permissions went with it.
  public var permissions: Int
  /// Other lists of this user that hold it: its files and permissions stay for them.
  public var others: [String]
  /// Machines that were started from it, for which its files stay until they are deleted.
  public var machines: [VMName]
  /// Profiles of the project that extend it, and have mistakes now.
  public var broken: [String]
}

extension VMHost {
  /// Takes a source off the nearest list that has it, with its files here and what was allowed of it. Machines that were
  /// started from it stay, and so does what they need.
  ///
  /// - Throws: `RuntimeError` of kind `invalidProfile` when there is none of that name.
  public func removeSource(_ name: VMName) async throws(RuntimeError) -> SourceRemoval {
    let lock = try await lockSources()
    defer { withExtendedLifetime(lock) {} }
    guard let (entry, known) = try source(name) else { throw unknownSource(name) }
    var list = known
    let folder = SourceRepository.folder(name, entry.url, in: directories)
    SourceRepository(name, entry.url, git: GitProgram(), in: directories).note(list: list.path)
    let project = projectProfiles()
    let whole = project.filter { (try? profile(at: $0)) != nil }
    list.sources.entries[name] = nil
    try list.write()
    let own = Folder.realPath(list.path) ?? list.path
    let others = SourceRepository.lists(of: folder).filter { path in
      path != own && (try? SourceList(path: path))?.sources.entries[name]?.url == entry.url
    }
    let machines = machines().filter { machine in
      guard let record = InstanceRecord(path: machine.paths.record) else { return false }
      return Self.stands(record, on: folder, isAlive: false)
        || machine.look().isAlive && record.run?.checkouts?.contains { $0.hasPrefix(folder + "/") } == true
    }
    cleanSources()
    var permissions = 0
    if others.isEmpty {
      let isLast = try !sourceLists().contains { $0.sources.entries.values.contains { $0.url == entry.url } }
      permissions = try await forget(source: name, origin: "\(entry.url)", isLast: isLast)
    }
    let broken = whole.filter { (try? profile(at: $0)) == nil }.map(Self.stem)
    return SourceRemoval(
      list: Self.displayed(list.path), permissions: permissions, others: others, machines: machines.map(\.name),
      broken: broken)
  }

  private func projectProfiles() -> [String] {
    let folder = ownProfileFolder
    return profileNames(in: folder).map { "\(folder)/\($0).yml" }
  }

  func unknownSource(_ name: VMName) -> RuntimeError {
    let known = ((try? sourceLists()) ?? []).flatMap { $0.sources.entries.keys }.map(\.description).sorted()
    let hint = Suggestion.nearest(to: "\(name)", among: known).map { ": did you mean '\($0)'?" }
    let others = known.isEmpty ? "" : "; there are \(Suggestion.list(known, last: "and"))"
    return RuntimeError(
      .invalidProfile,
      "there is no source '\(name)'\(hint ?? "\(others): add one with `vmrun profile add URL --name \(name)`")")
  }
}
