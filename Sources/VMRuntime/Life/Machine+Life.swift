internal import GLib
internal import Glibc
internal import QMP

extension Machine {
  /// Pauses the virtual CPUs.
  ///
  /// - Returns: whether it ran before.
  @discardableResult
  public func pause() async throws(RuntimeError) -> Bool {
    _ = try requireAlive()
    return try await locked { () throws(RuntimeError) in
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
    _ = try requireAlive()
    return try await locked { () throws(RuntimeError) in
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
      if look().isAlive {
        guard force else {
          throw RuntimeError(
            .failed, "'\(name)' is running: stop it with `vmrun stop \(name)`, or delete it with --force")
        }
        _ = try await stopLocked(patience: .zero)
      }
      try await leaveNetworks()
      try discardInstance()
    }
  }

  /// Does something that makes the machine's files; when it fails before QEMU ran, and there were none before, they go
  /// again: the machine is as if it had never been started. The caller holds the lock.
  func leavingNothingBehind<Value: Sendable>(
    _ body: () async throws(RuntimeError) -> Value
  ) async throws(RuntimeError) -> Value {
    // The lock itself is made by whoever asks for it.
    let isNew = Folder.names(in: paths.directory).allSatisfy { $0 == "lock" }
    do throws(RuntimeError) { return try await body() } catch {
      // A process that wrote itself down may be there, and what it or a helper said is in a log.
      let written = Folder.names(in: paths.directory).filter { $0 == "process" || $0.hasSuffix(".log") }
      if isNew, written.allSatisfy({ DurableFile.text("\(paths.directory)/\($0)")?.isEmpty ?? true }) {
        try? discardInstance()
      }
      throw error
    }
  }

  private func discardInstance() throws(RuntimeError) {
    try translating { () throws(GLibError) in
      try discard(runPaths.sockets)
      try discard(paths.directory)
    }
  }

  /// Takes a folder out of the way in one step and then removes it, so that neither an interruption nor
  /// another vmrun at work in it leaves half an instance.
  private func discard(_ path: String) throws(GLibError) {
    let folder = Folder.parent(of: path)
    // No machine's name begins with a dot.
    let grave = "\(folder)/.deleted-\(name)-\(getpid())"
    guard rename(path, grave) == 0 || errno == ENOENT else { throw GLibError.systemCall("remove", path) }
    for leftover in Folder.names(in: folder) where leftover.hasPrefix(".deleted-\(name)-") {
      try Folder.remove("\(folder)/\(leftover)")
    }
  }
}
