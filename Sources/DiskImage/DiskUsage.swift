internal import GLib
internal import Glibc

/// How much of the host's disk files take.
package enum DiskUsage {
  /// Bytes of a file, or of a folder and all in it. Follows no link; a file with a second name counts as nothing, for
  /// removing it frees nothing.
  package static func bytes(_ path: String) -> UInt64 {
    var status = stat()
    guard lstat(path, &status) == 0 else { return 0 }
    if status.st_mode & S_IFMT == S_IFDIR {
      return Folder.names(in: path).reduce(0) { $0 + bytes("\(path)/\($1)") }
    }
    return status.st_nlink > 1 ? 0 : UInt64(max(0, status.st_blocks)) * 512
  }

  /// Bytes that a file has, holes included; nil when there is none.
  package static func length(_ path: String) -> UInt64? { FileStatus(path)?.size }
}
