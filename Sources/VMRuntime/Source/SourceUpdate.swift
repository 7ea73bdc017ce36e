internal import GLib
public import VMProfile

/// What a source has that is newer than what it is held to. Nothing of it counts before `takeUpdate`.
public struct SourceUpdate: Sendable {
  /// A profile that would be another one.
  public struct Change: Sendable, Equatable {
    /// `team/web`.
    public var name: String
    /// The values that differ; empty when only one of both can be read, as with one that is new.
    public var differences: [ProfileDifference]
    /// It is not there yet.
    public var isNew = false
    /// It is no longer there.
    public var isGone = false
    /// Why it could not be read.
    public var mistake: String?
    /// What it would reach of this host that it does not reach now.
    public var newReach: [HostReach] = []
    /// What it no longer would.
    public var lostReach: [HostReach] = []
  }

  /// The source's name.
  public var name: VMName
  /// What it is held to.
  public var old: GitCommit
  /// What it would be held to.
  public var new: GitCommit
  /// The history was written anew: the old commit is not in the new one's.
  public var isRewritten: Bool
  /// The files that differ, as git tells it.
  public var files: String
  /// The profiles that differ, or reach something else.
  public var changes: [Change]
  let list: String
  let reference: GitReference?
}

extension VMHost {
  /// The names of the sources of the nearest list that has any.
  public func sourceNames() throws(RuntimeError) -> [VMName] {
    let names = try sourceLists().lazy.map { Array($0.sources.entries.keys) }.first { !$0.isEmpty } ?? []
    return names.sorted { $0.description < $1.description }
  }

  /// Fetches a source, and tells what is new in it.
  ///
  /// - Parameter reference: a branch, tag or commit to go over to; nil: the one that it follows.
  /// - Returns: nil when there is nothing new.
  public func sourceUpdate(
    _ name: VMName, to reference: GitReference? = nil, mayAsk: Bool = false
  ) async throws(RuntimeError) -> SourceUpdate? {
    guard let (entry, list) = try source(name) else {
      throw unknownSource(name)
    }
    let lock = try await lockSources()
    defer { withExtendedLifetime(lock) {} }
    let followed = reference ?? entry.reference
    if reference == nil, let followed, GitCommit("\(followed)") != nil { return nil }
    let repository = SourceRepository(name, entry.url, git: GitProgram(isInteractive: mayAsk), in: directories)
    try await repository.fetch(followsHead: followed == nil)
    let commit = try await repository.commit(followed)
    guard commit != entry.commit || followed != entry.reference else { return nil }
    if try await repository.resolved("\(entry.commit)") == nil { try await repository.fetch(entry.commit) }
    try await repository.checkOut(entry.commit)
    try await repository.checkOut(commit)
    let isCommit = reference.map { "\(commit)".hasPrefix("\($0)") } ?? false
    return SourceUpdate(
      name: name, old: entry.commit, new: commit,
      isRewritten: try await !repository.isAncestor(entry.commit, of: commit),
      files: try await repository.difference(entry.commit, commit, entry.folder),
      changes: changes(name, entry, commit), list: list.path,
      reference: isCommit ? GitReference("\(commit)") : followed)
  }

  /// Holds the source to the new commit. Checkouts that nothing is held to any more, and no machine needs, are removed.
  ///
  /// - Throws: `RuntimeError` of kind `failed` when somebody else has changed the list since.
  public func takeUpdate(_ update: SourceUpdate) async throws(RuntimeError) {
    let lock = try await lockSources()
    defer { withExtendedLifetime(lock) {} }
    var list = try SourceList(path: update.list)
    guard var entry = list.sources.entries[update.name], entry.commit == update.old else {
      throw RuntimeError(
        .failed, "\(Self.displayed(update.list)) was changed meanwhile: look again with `vmrun profile update`")
    }
    (entry.commit, entry.reference) = (update.new, update.reference)
    list.sources.entries[update.name] = entry
    try list.write()
    SourceRepository(update.name, entry.url, git: GitProgram(), in: directories).note(list: list.path)
    cleanSources()
  }

  private func changes(_ name: VMName, _ entry: ProfileSources.Entry, _ commit: GitCommit) -> [SourceUpdate.Change] {
    var new = entry
    new.commit = commit
    let folders = (profileFolder(name, entry), profileFolder(name, new))
    let names = (Set(profileNames(in: folders.0)), Set(profileNames(in: folders.1)))
    return names.0.union(names.1).sorted().compactMap { profile -> SourceUpdate.Change? in
      var change = SourceUpdate.Change(name: "\(name)/\(profile)", differences: [])
      change.isNew = !names.0.contains(profile)
      change.isGone = !names.1.contains(profile)
      let old = change.isNew ? nil : (try? self.profile(at: "\(folders.0)/\(profile).yml", withLocal: false))
      var next: ProfileFile?
      if !change.isGone {
        do throws(RuntimeError) {
          next = try self.profile(at: "\(folders.1)/\(profile).yml", withLocal: false)
        } catch {
          change.mistake = error.message
        }
      }
      // As wrong as it was.
      if old == nil, !change.isNew, change.mistake != nil { return nil }
      if let old, let next { change.differences = (try? difference(old, next)) ?? [] }
      let reach = (old.map(reachOrNone) ?? [], next.map(reachOrNone) ?? [])
      let sentences = (Set(reach.0.map(\.sentence)), Set(reach.1.map(\.sentence)))
      change.newReach = reach.1.filter { !sentences.0.contains($0.sentence) }
      change.lostReach = reach.0.filter { !sentences.1.contains($0.sentence) }
      let isSame = change.differences.isEmpty && change.newReach.isEmpty && change.lostReach.isEmpty
      return isSame && !change.isNew && !change.isGone && change.mistake == nil ? nil : change
    }
  }

  /// A network that is missing says so at the start.
  private func reachOrNone(_ file: ProfileFile) -> [HostReach] { (try? reach(of: file))?.items ?? [] }
}
