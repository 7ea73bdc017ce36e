internal import GLib
internal import HostTool
public import VMProfile

/// A source that was added or fetched.
public struct SourceOutcome: Sendable {
  /// The name under which its profiles are known.
  public var name: VMName
  /// The commit that it is held to.
  public var commit: GitCommit
  /// Its profiles, such as `team/web`.
  public var profiles: [String]
  /// The list that it stands in.
  public var list: String
}

extension VMHost {
  /// Fetches a source of profiles with git, and writes down which commit of it is used: in the project's `Profiles/`, or
  /// among the user's own profiles where the current folder is in no project. Nothing of the source is run.
  ///
  /// - Parameters:
  ///   - name: nil: that of the URL.
  ///   - reference: a branch, tag or commit; nil: the repository's own choice.
  ///   - folder: nil: `Profiles`, or the top where there is none.
  ///   - mayAsk: whether git and ssh may ask for passwords on this process's terminal.
  /// - Throws: `RuntimeError`: `failed` when there is a source of that name or git fails, `timedOut`, `unavailable`
  ///   without git.
  public func addSource(
    _ url: GitURL, name: VMName? = nil, reference: GitReference? = nil, folder: SourceFolder? = nil,
    mayAsk: Bool = false
  ) async throws(RuntimeError) -> SourceOutcome {
    try await addSource(
      url, name: name, reference: reference, folder: folder, git: GitProgram(isInteractive: mayAsk))
  }

  func addSource(
    _ url: GitURL, name: VMName?, reference: GitReference?, folder: SourceFolder?, git: GitProgram
  ) async throws(RuntimeError) -> SourceOutcome {
    let url = try whole(url)
    guard let name = name ?? url.defaultName else {
      throw RuntimeError(.usage, "'\(url)' says no name for its profiles: choose one with --name NAME")
    }
    let path = ownListPath
    let lock = try await lockSources()
    defer { withExtendedLifetime(lock) {} }
    var list = try SourceList(path: path)
    if let known = list.sources.entries[name] {
      throw RuntimeError(
        .failed,
        "\(Self.displayed(path)) has a source '\(name)' already, \(known.url): see what is new in it with "
          + "`vmrun profile update \(name)`, or choose another name with --name")
    }
    let repository = SourceRepository(name, url, git: git, in: directories)
    try await repository.fetch(followsHead: reference == nil)
    let commit = try await repository.commit(reference)
    // Only a branch or a tag can be followed.
    let isCommit = reference.map { "\(commit)".hasPrefix("\($0)") } ?? false
    try await repository.checkOut(commit)
    let root = repository.checkout(commit)
    let standard = Folder.isFolder(SourceFolder.standard.path(in: root)) ? SourceFolder.standard : SourceFolder("./")
    let chosen = folder ?? standard ?? .standard
    let names = profileNames(in: chosen.path(in: root))
    guard !names.isEmpty else {
      throw RuntimeError(
        .failed, "there is no profile in '\(chosen)' of \(url) at \(commit.short): name the folder with --path")
    }
    list.sources.entries[name] = ProfileSources.Entry(
      url: url, reference: isCommit ? GitReference("\(commit)") : reference, folder: chosen, commit: commit)
    try list.write()
    repository.note(list: list.path)
    return SourceOutcome(
      name: name, commit: commit, profiles: names.map { "\(name)/\($0)" }, list: Self.displayed(path))
  }

  /// Fetches those sources that are written down and not here, at the commits that they are held to.
  public func fetchSources(mayAsk: Bool = false) async throws(RuntimeError) -> [SourceOutcome] {
    let lock = try await lockSources()
    defer { withExtendedLifetime(lock) {} }
    var outcomes: [SourceOutcome] = []
    for list in try sourceLists() {
      for (name, entry) in list.sources.entries.sorted(by: { $0.key.description < $1.key.description }) {
        let git = GitProgram(isInteractive: mayAsk)
        let repository = SourceRepository(name, entry.url, git: git, in: directories)
        guard !repository.has(entry.commit) else {
          repository.note(list: list.path)
          continue
        }
        if try await repository.resolved("\(entry.commit)") == nil {
          try await repository.fetch(followsHead: false)
          if try await repository.resolved("\(entry.commit)") == nil { try await repository.fetch(entry.commit) }
        }
        try await repository.checkOut(entry.commit)
        repository.note(list: list.path)
        let names = profileNames(in: profileFolder(name, entry)).map { "\(name)/\($0)" }
        outcomes.append(
          SourceOutcome(name: name, commit: entry.commit, profiles: names, list: Self.displayed(list.path)))
      }
    }
    return outcomes
  }

  /// A path of this host as it is right from every folder.
  private func whole(_ url: GitURL) throws(RuntimeError) -> GitURL {
    guard let path = url.localPath, !"\(url)".hasPrefix("file://") else { return url }
    guard let real = Folder.realPath(path), let whole = GitURL(real) else {
      throw RuntimeError(.failed, "there is no folder \(path): expected git@host:team/vms.git, https://…, or a path")
    }
    return whole
  }

  /// Where a new source is written down.
  private var ownListPath: String { "\(ownProfileFolder)/\(ProfileSources.fileName)" }

  /// The project's folder of profiles; the user's own where the current folder is in no project.
  var ownProfileFolder: String {
    lookup.projectFolder(exists: Folder.exists) ?? "\(directories.config)/Profiles"
  }

  func lockSources() async throws(RuntimeError) -> FileLock {
    do throws(GLibError) {
      try PrivateDirectory.ensure(directories.sources)
      if let lock = try await FileLock.acquire("\(directories.sources)/.lock", timeout: .seconds(120)) { return lock }
    } catch {
      throw RuntimeError(error)
    }
    throw RuntimeError(.timedOut, "another vmrun has been fetching sources of profiles for 120 s: try again later")
  }
}
