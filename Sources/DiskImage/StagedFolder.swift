internal import GLib
internal import Glibc

/// The folder in which an image is put together before it gets its place.
enum StagedFolder {
  static let prefix = ".staging-"

  /// Makes everything read-only and waits until it is on the disk.
  ///
  /// - Parameter refuse: the error for a name that is neither a file nor a folder.
  static func seal(_ folder: String, refuse: (String) -> DiskImageError) throws(DiskImageError) {
    for name in Folder.names(in: folder) {
      let path = "\(folder)/\(name)"
      var status = stat()
      guard lstat(path, &status) == 0 else { throw .file(GLibError.systemCall("look at", path).description) }
      switch status.st_mode & S_IFMT {
      case S_IFDIR: try seal(path, refuse: refuse)
      case S_IFREG:
        guard chmod(path, 0o444) == 0 else { throw .file(GLibError.systemCall("protect", path).description) }
        try Durable.sync(path)
      // A link, a device or a socket is none of an image's parts.
      default: throw refuse(name)
      }
    }
    try Durable.sync(folder)
  }
}
