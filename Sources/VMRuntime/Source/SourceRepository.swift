internal import GLib
internal import Glibc
internal import HostTool
internal import VMProfile
internal import Wording

/// What this user has of one source's repository: `repository.git`, and a folder for each commit that was asked for.
struct SourceRepository: Sendable {
  let name: VMName
  let url: GitURL
  let folder: String
  let git: GitProgram

  init(_ name: VMName, _ url: GitURL, git: GitProgram, in directories: RuntimeDirectories) {
    self.name = name
    self.url = url
    self.git = git
    folder = Self.folder(name, url, in: directories)
  }

  static func folder(_ name: VMName, _ url: GitURL, in directories: RuntimeDirectories) -> String {
    "\(directories.sources)/\(name)/\(Checksum.sha256("\(url)".utf8).prefix(SourcePlace.repositoryDigits))"
  }

  private var repository: String { folder + "/repository.git" }

  func checkout(_ commit: GitCommit) -> String { "\(folder)/\(commit)" }

  func has(_ commit: GitCommit) -> Bool { Folder.isFolder(checkout(commit)) }

  /// Fetches the branches and tags.
  ///
  /// - Parameter followsHead: whether the repository's own choice of a branch is asked for.
  func fetch(followsHead: Bool) async throws(RuntimeError) {
    try await makeRepository()
    var refspecs = ["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"]
    if followsHead { refspecs.append("+HEAD:refs/vmrun/head") }
    try await git.remote(repository, fetchWords + refspecs, of: "\(url)")
  }

  /// Fetches one commit, which no branch may have any more.
  func fetch(_ commit: GitCommit) async throws(RuntimeError) {
    try await git.remote(repository, fetchWords + ["+\(commit):refs/vmrun/pinned/\(commit)"], of: "\(url)")
  }

  private var fetchWords: [String] {
    [
      "fetch", "--force", "--prune", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head",
      git.isInteractive ? "--progress" : "--quiet", "--", "\(url)",
    ]
  }

  /// Made aside and put in place whole.
  private func makeRepository() async throws(RuntimeError) {
    try translating { () throws(GLibError) in try PrivateDirectory.ensure(folder) }
    // Of a vmrun that was killed in the middle; the caller holds the lock.
    for name in Folder.names(in: folder) where name.hasPrefix(".new-") { try? Folder.remove("\(folder)/\(name)") }
    guard !Folder.exists(repository) else { return }
    let aside = try translating { () throws(GLibError) in try Folder.temporary(prefix: "\(folder)/.new-") }
    do throws(RuntimeError) {
      try await git.check(aside, ["init", "--quiet", "--bare", aside])
      try translating { () throws(GLibError) in
        try PrivateDirectory.ensure(aside + "/info")
        // The files as they are in the repository: nothing is put through a program, nor into another encoding.
        let text = "* !filter !text !eol !ident !working-tree-encoding\n"
        try DurableFile.replace(text.utf8, to: aside + "/info/attributes")
      }
    } catch {
      try? Folder.remove(aside)
      throw error
    }
    guard rename(aside, repository) == 0 else {
      let error = GLibError.systemCall("rename", aside)
      try? Folder.remove(aside)
      throw RuntimeError(error)
    }
  }

  /// The commit that a name stands for; without one the repository's own choice.
  func commit(_ reference: GitReference?) async throws(RuntimeError) -> GitCommit {
    let names = reference.map { ["refs/heads/\($0)", "refs/tags/\($0)", "\($0)"] } ?? ["refs/vmrun/head"]
    for name in names {
      if let commit = try await resolved(name) { return commit }
    }
    throw RuntimeError(.failed, "\(url) has no branch, tag or commit '\(reference.map { "\($0)" } ?? "HEAD")'")
  }

  func resolved(_ name: String) async throws(RuntimeError) -> GitCommit? {
    // A name alone is a commit's, whole or abbreviated.
    guard name.contains("/") || name.utf8.allSatisfy({ "0123456789abcdef".utf8.contains($0) }) else { return nil }
    guard Folder.exists(repository) else { return nil }
    let output = try await git.local(
      repository, ["rev-parse", "--verify", "--quiet", "--end-of-options", "\(name)^{commit}"])
    return output.status.isSuccess ? GitCommit(output.standardOutput.trimmingSpaces) : nil
  }

  // MARK: Changes

  /// Whether the history between two commits only grew.
  func isAncestor(_ old: GitCommit, of new: GitCommit) async throws(RuntimeError) -> Bool {
    try await git.local(repository, ["merge-base", "--is-ancestor", "\(old)", "\(new)"]).status.isSuccess
  }

  /// What differs in a folder, as `git diff --stat` tells it.
  func difference(_ old: GitCommit, _ new: GitCommit, _ folder: SourceFolder) async throws(RuntimeError) -> String {
    let words = [
      "diff", "--stat=100", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames", "\(old)", "\(new)", "--",
    ]
    return try await git.check(repository, words + ["\(folder)"]).printable
  }

  // MARK: Files

  /// Puts a commit's files into their folder, aside first.
  func checkOut(_ commit: GitCommit) async throws(RuntimeError) {
    guard !has(commit) else { return }
    let tree = try SourceTree(
      try await git.check(repository, ["ls-tree", "-r", "-l", "-z", "--full-tree", "\(commit)"]))
    if let excess = tree.excess(git.limits) {
      throw RuntimeError(.failed, "\(url) at \(commit.short) is no source of profiles: \(excess)")
    }
    // What no branch has any more stays: somebody is held to it.
    try await git.check(repository, ["update-ref", "refs/vmrun/pinned/\(commit)", "\(commit)"])
    let aside = try translating { () throws(GLibError) in try Folder.temporary(prefix: "\(folder)/.new-") }
    let index = "\(aside).index"
    defer { unlink(index) }
    do throws(RuntimeError) {
      let workTree = ["-c", "core.bare=false", "--work-tree=\(aside)"]
      try await git.check(repository, workTree + ["read-tree", "\(commit)"], index: index)
      try await git.check(repository, workTree + ["checkout-index", "--all", "--force", "--quiet"], index: index)
    } catch {
      try? Folder.remove(aside)
      throw error
    }
    // Before the name says that all is there.
    _ = try? await HostTool.run("sync", ["-f", aside], timeout: .seconds(60))
    guard rename(aside, checkout(commit)) == 0 else {
      let error = GLibError.systemCall("rename", aside)
      try? Folder.remove(aside)
      // Another vmrun was quicker.
      guard has(commit) else { throw RuntimeError(error) }
      return
    }
  }
}
