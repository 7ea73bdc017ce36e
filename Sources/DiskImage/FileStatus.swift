internal import Glibc

/// What `stat(2)` says about a file, as far as disks need it.
struct FileStatus: Sendable, Equatable {
  enum Kind: Sendable { case file, folder, other }

  var kind: Kind
  var size: UInt64
  /// Nanoseconds since 1970.
  var modified: Int64

  /// Follows symbolic links; nil when there is nothing to look at.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      default: .other
      }
    size = UInt64(max(0, status.st_size))
    modified = Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec)
  }
}
