internal import DiskImage
internal import GLib
internal import Glibc
internal import VMProfile

extension SourceRepository {
  /// The lists that have held this source, one a line: other projects of this user may be held to other commits.
  private var listsFile: String { folder + "/lists" }

  static func lists(of folder: String) -> [String] {
    (DurableFile.text(folder + "/lists") ?? "").split(separator: "\n").map(String.init)
  }

  /// Writes down that a list holds this source. The caller holds the sources' lock.
  func note(list: String) {
    let lists = Self.lists(of: folder)
    let whole = Folder.realPath(list) ?? list
    guard !lists.contains(whole), !whole.contains("\n"), Folder.isFolder(folder) else { return }
    // Without it a checkout may go before its time, and is fetched again.
    try? DurableFile.write((lists + [whole]).map { $0 + "\n" }.joined().utf8, to: listsFile, mode: 0o600)
  }
}

extension VMHost {
  /// Removes the checkouts of sources that no list is held to any more and no machine was started from, and the
  /// repositories that are in no list. The caller holds the sources' lock.
  ///
  /// What an earlier vmrun fetched is left alone until a list is noted for it.
  func cleanSources() {
    let records = machines().map { machine in
      (record: InstanceRecord(path: machine.paths.record), isAlive: machine.look().isAlive)
    }
    for name in Folder.names(in: directories.sources) {
      let folder = "\(directories.sources)/\(name)"
      guard let source = VMName(name), Folder.isFolder(folder) else { continue }
      for repository in Folder.names(in: folder) {
        let path = "\(folder)/\(repository)"
        guard let pinned = pinned(path, source) else { continue }
        var isEmpty = pinned.isEmpty
        for commit in Folder.names(in: path).compactMap({ GitCommit($0) }) where !pinned.contains(commit) {
          let root = "\(path)/\(commit)"
          if records.contains(where: { Self.stands($0.record, on: root, isAlive: $0.isAlive) }) {
            isEmpty = false
          } else {
            Self.removeAside(root, "\(path)/.new-old-\(commit)")
          }
        }
        if isEmpty { Self.removeAside(path, "\(folder)/.old-\(repository)") }
      }
      rmdir(folder)
    }
  }

  /// The commits of a repository that lists are held to; nil: that is not known.
  private func pinned(_ repository: String, _ name: VMName) -> Set<GitCommit>? {
    let lists = SourceRepository.lists(of: repository)
    guard !lists.isEmpty else { return nil }
    var pinned: Set<GitCommit> = []
    for path in lists {
      // One with mistakes may mean any of them.
      guard let list = try? SourceList(path: path) else { return nil }
      guard let entry = list.sources.entries[name],
        SourceRepository.folder(name, entry.url, in: directories) == repository
      else { continue }
      pinned.insert(entry.commit)
    }
    return pinned
  }

  /// Whether a machine needs what is in a checkout: a running one all that it was put together from, and one that is
  /// stopped its profile, by which it is started from every folder, and the image below its disk.
  static func stands(_ record: InstanceRecord?, on root: String, isAlive: Bool) -> Bool {
    guard let record else { return false }
    if isAlive, record.run?.checkouts?.contains(root) == true { return true }
    return [record.profile, record.disk?.base].contains { $0?.hasPrefix(root + "/") == true }
  }

  /// Gone at once for whoever looks for it; a vmrun that is killed meanwhile leaves what the next one removes.
  private static func removeAside(_ path: String, _ aside: String) {
    try? Folder.remove(aside)
    guard rename(path, aside) == 0 else { return }
    try? Folder.remove(aside)
  }
}
