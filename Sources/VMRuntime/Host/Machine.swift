internal import GLib
internal import Glibc
public import VMProfile

/// One virtual machine on this host, by name: a handle, not the machine itself.
public struct Machine: Sendable {
  public let name: VMName
  package let host: VMHost

  package var paths: InstancePaths { InstancePaths(name, in: host.directories) }

  /// The files of the last run, with its sockets where that vmrun put them.
  package var runPaths: InstancePaths {
    InstanceRecord(path: paths.record)?.run.map(paths.of) ?? paths
  }

  init(name: VMName, host: VMHost) {
    self.name = name
    self.host = host
  }

  /// Where it is in its life, from files alone.
  public var state: InstanceState { look().state }

  package func look() -> InstanceLook { InstanceLook(paths) }

  /// Takes the lock that every change of state needs.
  ///
  /// - Throws: `RuntimeError` of kind `timedOut` when another vmrun holds it for longer than two minutes,
  ///   which is longer than any step under it takes.
  func locked<Value: Sendable>(
    _ body: () async throws(RuntimeError) -> Value
  ) async throws(RuntimeError) -> Value {
    let lock = try await acquireLock(timeout: .seconds(120))
    defer { withExtendedLifetime(lock) {} }
    return try await body()
  }

  private func acquireLock(timeout: Duration) async throws(RuntimeError) -> FileLock {
    let deadline = ContinuousClock.now + timeout
    while true {
      do throws(GLibError) {
        try PrivateDirectory.ensure(paths.directory)
        if let lock = try await FileLock.acquire(paths.lock, timeout: deadline - ContinuousClock.now) { return lock }
      } catch {
        // Another vmrun deleted the instance while this one waited for it.
        guard error.code == ENOENT, ContinuousClock.now < deadline else { throw RuntimeError(error) }
        continue
      }
      guard !Task.isCancelled else { throw RuntimeError(.failed, "waiting for '\(name)' was cancelled") }
      throw RuntimeError(
        .timedOut,
        "another vmrun has been busy with '\(name)' for \(timeout.seconds) s: see who holds \(paths.lock)")
    }
  }

  /// The look at a machine that must be alive.
  func requireAlive() throws(RuntimeError) -> InstanceLook {
    let look = look()
    guard look.isAlive else { throw notRunning(look) }
    return look
  }

  func notRunning(_ look: InstanceLook) -> RuntimeError {
    if look.process != nil {
      return RuntimeError(
        .failed,
        "'\(name)' is \(look.state.rawValue)\(look.reason.map { " (\($0))" } ?? ""): see `vmrun logs \(name) --console`, then `vmrun restart \(name)`"
      )
    }
    let reason = look.reason.map { " (\($0))" } ?? ""
    return RuntimeError(.failed, "'\(name)' is not running\(reason): start it with `vmrun start \(name)`")
  }
}
