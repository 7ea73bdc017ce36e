internal import GLib
internal import Glibc
internal import QMP

extension Machine {
  /// Pauses the virtual CPUs.
  ///
  /// - Returns: whether it ran before.
  @discardableResult
  public func pause() async throws(RuntimeError) -> Bool {
    try await locked { () throws(RuntimeError) in
      try await withMonitor { monitor throws(QMPError) in
        guard try await monitor.queryStatus() == .running else { return false }
        try await monitor.stop()
        return true
      }
    }
  }

  /// Lets the virtual CPUs of a paused machine go on.
  ///
  /// - Returns: whether it was paused before.
  @discardableResult
  public func resume() async throws(RuntimeError) -> Bool {
    try await locked { () throws(RuntimeError) in
      try await withMonitor { monitor throws(QMPError) in
        guard try await monitor.queryStatus() == .paused else { return false }
        try await monitor.resume()
        return true
      }
    }
  }

  /// Removes the instance: its disk, logs and keys. The profile and the image stay.
  ///
  /// - Parameter force: kill the machine first if it runs.
  /// - Throws: `RuntimeError` of kind `failed` when it runs and `force` is false.
  public func delete(force: Bool = false) async throws(RuntimeError) {
    guard Folder.exists(paths.directory) else { throw RuntimeError(.failed, "there is no instance '\(name)'") }
    try await locked { () throws(RuntimeError) in
      if look().state.isAlive {
        guard force else {
          throw RuntimeError(
            .failed, "'\(name)' is running: stop it with `vmrun stop \(name)`, or delete it with --force")
        }
        _ = try await stopLocked(patience: .zero)
      }
      // The record goes first: whatever an interruption leaves is no instance any more.
      unlink(paths.record)
      try translating { () throws(GLibError) in
        try Folder.remove(paths.sockets)
        try Folder.remove(paths.directory)
      }
    }
  }
}
