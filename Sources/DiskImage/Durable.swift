internal import GLib
internal import Glibc

/// Steps that survive a power failure.
enum Durable {
  /// Waits until a file or a folder is on the disk.
  static func sync(_ path: String) throws(DiskImageError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failed("open", path) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw failed("write", path) }
  }

  /// Puts a finished file or folder into its place, and the change of names on the disk.
  static func rename(_ from: String, to path: String) throws(DiskImageError) {
    guard Glibc.rename(from, path) == 0 else { throw failed("put into place", path) }
    try sync(TemporaryName.folder(of: path))
  }

  /// Points a symbolic link somewhere else in one step.
  static func link(_ path: String, to target: String) throws(DiskImageError) {
    let temporary = TemporaryName.beside(path)
    guard symlink(target, temporary) == 0 else { throw failed("create the link", temporary) }
    do throws(DiskImageError) {
      try rename(temporary, to: path)
    } catch {
      unlink(temporary)
      throw error
    }
  }

  static func write(_ text: String, to path: String, mode: Int32 = 0o600) throws(DiskImageError) {
    do throws(GLibError) {
      try DurableFile.write(text.utf8, to: path, mode: mode)
    } catch {
      if error.message.contains("No space left") {
        throw .noSpace(folder: TemporaryName.folder(of: path), message: error.message)
      }
      throw .file(error.description)
    }
  }

  /// Nil while another process has the lock.
  static func lock(_ path: String) throws(DiskImageError) -> FileLock? {
    do throws(GLibError) { return try FileLock.attempt(path) } catch { throw .file(error.description) }
  }

  /// Does something with folders.
  static func folder<Value>(_ body: () throws(GLibError) -> Value) throws(DiskImageError) -> Value {
    do { return try body() } catch { throw .file(error.description) }
  }

  /// The error of the last system call.
  static func failed(_ verb: String, _ path: String) -> DiskImageError {
    let code = errno
    let error = GLibError("cannot \(verb) \(path): \(String(cString: strerror(code)))", code: code)
    return code == ENOSPC || code == EDQUOT
      ? .noSpace(folder: TemporaryName.folder(of: path), message: error.description) : .file(error.description)
  }
}
