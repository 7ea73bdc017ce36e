internal import Glibc

extension DurableFile {
  /// Replaces a file's content and keeps its permissions and, where this user may, its owner.
  package static func rewrite(_ bytes: some Sequence<UInt8>, to path: String) throws(GLibError) {
    var status = stat()
    guard stat(path, &status) == 0 else { throw GLibError.systemCall("look at", path) }
    let mode = status.st_mode & 0o7777
    try write(bytes, to: path, mode: Int32(mode))
    // A new file has the umask applied and is this user's.
    chmod(path, mode)
    if status.st_uid != geteuid() { _ = chown(path, status.st_uid, status.st_gid) }
  }
}
