internal import Glibc

extension DurableFile {
  /// Makes a file that does not exist yet: whole or not at all, and never over another one.
  ///
  /// - Parameter mode: permissions, less the umask.
  /// - Throws: `GLibError` with the code `EEXIST` when something has the name already.
  package static func create(_ bytes: some Sequence<UInt8>, at path: String, mode: Int32 = 0o666) throws(GLibError) {
    let temporary = "\(path).vmrun-new-\(getpid())"
    unlink(temporary)
    try write(bytes, to: temporary, mode: mode)
    defer { unlink(temporary) }
    // Unlike rename(2), link(2) leaves what is there.
    guard link(temporary, path) == 0 else { throw GLibError.systemCall("create", path) }
    try flush(path)
  }
}
