internal import CGLib
internal import Glibc

/// An exclusive `flock(2)` on a file, held as long as the value lives. The kernel lets go of it when the
/// process ends, however it ends.
package struct FileLock: ~Copyable, Sendable {
  private let descriptor: Int32

  /// Takes the lock if nobody else has it.
  ///
  /// - Returns: nil when another process holds it.
  /// - Throws: `GLibError` when the file cannot be opened or created (mode 0600).
  package static func attempt(_ path: String) throws(GLibError) -> FileLock? {
    while true {
      let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
      guard descriptor >= 0 else { throw GLibError.systemCall("open", path) }
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 {
        if isFile(descriptor, at: path) { return FileLock(descriptor: descriptor) }
        // Its last holder removed it: whoever comes next makes a new one, and a lock on this one keeps
        // nobody out.
        close(descriptor)
        continue
      }
      let code = errno
      close(descriptor)
      guard code == EWOULDBLOCK else {
        throw GLibError("cannot lock \(path): \(String(cString: strerror(code)))", code: code)
      }
      return nil
    }
  }

  private static func isFile(_ descriptor: Int32, at path: String) -> Bool {
    var held = stat()
    var named = stat()
    return fstat(descriptor, &held) == 0 && lstat(path, &named) == 0 && held.st_ino == named.st_ino
      && held.st_dev == named.st_dev
  }

  /// Whether somebody has the lock; a missing file is held by nobody.
  package static func isHeld(_ path: String) throws(GLibError) -> Bool {
    guard access(path, F_OK) == 0 else { return false }
    return try attempt(path) == nil
  }

  /// Waits for the lock.
  ///
  /// - Returns: nil when another process still holds it after `timeout`, or the task was cancelled.
  package static func acquire(_ path: String, timeout: Duration) async throws(GLibError) -> FileLock? {
    let deadline = ContinuousClock.now + timeout
    var pause = Duration.milliseconds(1)
    while true {
      if let lock = try attempt(path) { return lock }
      guard ContinuousClock.now < deadline else { return nil }
      do { try await Task.sleep(for: pause) } catch { return nil }
      pause = min(pause * 2, .milliseconds(25))
    }
  }

  private init(descriptor: Int32) { self.descriptor = descriptor }

  deinit {
    // A child between fork and exec shares the lock: to close this descriptor alone would leave it held that long.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }
}
