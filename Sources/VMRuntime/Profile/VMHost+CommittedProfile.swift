internal import GLib
internal import Synchronization
internal import VMProfile

extension VMHost {
  /// The top of the git work tree that a profile's file is in; nil: it is in none, or it is a source's.
  func workTree(of path: String) -> String? {
    SourcePlace(path: path) == nil ? GitWorkTree.top(from: Folder.parent(of: path)) : nil
  }

  /// Whether a profile's file is in a git work tree, so that `differenceFromHead` can tell what a commit would change.
  public func isInWorkTree(_ reference: String) throws(RuntimeError) -> Bool {
    try workTree(of: profilePath(reference)) != nil
  }

  /// In what a profile of a git work tree differs from the last commit, by its values as they are in the end; a person's
  /// own layer, which is in no commit, counts on neither side.
  ///
  /// - Returns: all of its values when it is in no commit yet.
  /// - Throws: `RuntimeError` of kind `failed` when there is no commit or no work tree.
  public func differenceFromHead(_ reference: String) async throws(RuntimeError) -> [ProfileDifference] {
    let path = try profilePath(reference)
    guard let top = workTree(of: path) else {
      throw RuntimeError(.failed, "\(shown(path)) is in no git work tree: compare with another profile")
    }
    let new = try profile(at: path, withLocal: false)
    var files = try await CommittedFiles(top: top)
    guard files.has(path) else { return try difference(from: nil, new) }
    try await files.load(path)
    // Which files it stands on shows while it is read: each one that was asked for is loaded, and reading begins anew.
    for _ in 0...ProfileLayers.maximumFiles {
      let (text, wanted) = (files.text(path) ?? "", Wanted())
      var reader = profileReader(of: path)
      reader.local = { _ throws(ProfileError) in nil }
      reader.parent = { [files] reference, child throws(ProfileError) in
        try committedParent(reference, of: child, files, wanted)
      }
      var old: ProfileFile?
      do throws(ProfileError) {
        let source = ProfileSource(path: path, file: "HEAD:\(path.dropFirst(top.count + 1))", text: text)
        let layers = try ProfileLayers(source, reader: reader)
        old = ProfileFile(try Profile(layers, name: new.profile.name), path: path, layers: layers)
      } catch {
        let missing = wanted.paths.withLock { $0 }
        guard !missing.isEmpty else { throw RuntimeError(error) }
        for path in missing.sorted() { try await files.load(path) }
      }
      if let old { return try difference(from: old, new) }
    }
    throw RuntimeError(.failed, "too many files make up '\(reference)' in the last commit")
  }

  /// Files of the commit that were asked for and not loaded yet.
  private final class Wanted: Sendable {
    let paths = Mutex<Set<String>>([])
  }

  /// What is in the work tree counts as the commit has it, all else as it is.
  private func committedParent(
    _ reference: ParentReference, of child: ProfileSource, _ files: CommittedFiles, _ wanted: Wanted
  ) throws(ProfileError) -> ProfileSource {
    guard let path = child.path, path.hasPrefix(files.top + "/"), SourcePlace(path: path) == nil else {
      return try profileReader(of: child.path ?? "").parent(reference, child)
    }
    let folder = Folder.parent(of: path)
    var candidates: [String]
    switch reference {
    case .path(let relative): candidates = [Self.plain("\(folder)/\(relative)")]
    case .named(let name):
      candidates = [Self.plain("\(folder)/\(name).yml")]
      if VMName(name) != nil, let project = lookup.projectFolder(exists: Folder.exists) {
        candidates.append("\(project)/\(name).yml")
      }
    }
    guard let found = candidates.first(where: files.has) else {
      // A user's own profiles, or those of a source.
      let source = try profileReader(of: path).parent(reference, child)
      guard let path = source.path, path.hasPrefix(files.top + "/"), SourcePlace(path: path) == nil else {
        return source
      }
      throw .unreadable("the last commit has no \(path.dropFirst(files.top.count + 1))")
    }
    guard let text = files.text(found) else {
      wanted.paths.withLock { _ = $0.insert(found) }
      throw .unreadable("not loaded")
    }
    return ProfileSource(path: found, file: "HEAD:\(found.dropFirst(files.top.count + 1))", text: text)
  }
}
