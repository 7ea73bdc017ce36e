internal import GLib

/// The work trees of git, told by their `.git` alone: git need not be installed. A linked one has a file of that name.
enum GitWorkTree {
  /// The nearest folder, from this one up, that is the top of a work tree; nil when there is none.
  static func top(from folder: String) -> String? {
    var folder = folder
    while !folder.isEmpty {
      if Folder.exists(folder + "/.git") { return folder }
      folder = Folder.parent(of: folder)
    }
    return nil
  }
}
