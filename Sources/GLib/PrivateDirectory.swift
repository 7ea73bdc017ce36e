internal import CGLib
internal import Glibc

/// Folders that nobody else may look into.
package enum PrivateDirectory {
  /// Makes the folder and its missing parents with mode 0700, and checks what is there already: a real
  /// folder, owned by this user. A folder of ours that is open to others is closed.
  ///
  /// The check is what makes a folder in `/tmp` safe: somebody else may have put one there first.
  package static func ensure(_ path: String) throws(GLibError) {
    if mkdir(path, 0o700) == 0 { return }
    if errno == ENOENT, let parent = parent(of: path) {
      try ensureParents(parent)
      if mkdir(path, 0o700) == 0 { return }
    }
    guard errno == EEXIST else { throw GLibError.systemCall("create the folder", path) }
    var status = stat()
    guard lstat(path, &status) == 0 else { throw GLibError.systemCall("look at", path) }
    guard status.st_mode & S_IFMT == S_IFDIR else { throw GLibError("\(path) is in the way: it is not a folder") }
    guard status.st_uid == geteuid() else {
      throw GLibError("\(path) belongs to another user (uid \(status.st_uid)): remove it, or set XDG_RUNTIME_DIR")
    }
    if status.st_mode & 0o077 != 0, chmod(path, 0o700) != 0 { throw GLibError.systemCall("protect", path) }
  }

  /// Parents keep what they are when they exist; new ones are private too.
  private static func ensureParents(_ path: String) throws(GLibError) {
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { return }
    if let parent = parent(of: path) { try ensureParents(parent) }
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw GLibError.systemCall("create the folder", path) }
  }

  private static func parent(of path: String) -> String? {
    guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return nil }
    return String(path[..<slash])
  }
}
