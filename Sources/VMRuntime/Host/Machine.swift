internal import GLib
public import VMProfile

/// One virtual machine on this host, by name: a handle, not the machine itself.
public struct Machine: Sendable {
  public let name: VMName
  package let host: VMHost

  package var paths: InstancePaths { InstancePaths(name, in: host.directories) }

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
    try translating { () throws(GLibError) in try PrivateDirectory.ensure(paths.directory) }
    let lock: FileLock?
    do { lock = try await FileLock.acquire(paths.lock, timeout: .seconds(120)) } catch { throw RuntimeError(error) }
    guard lock != nil else {
      throw RuntimeError(
        .timedOut, "another vmrun has been busy with '\(name)' for two minutes: see who holds \(paths.lock)")
    }
    return try await body()
  }

  /// The look at a machine that must be alive.
  func requireAlive() throws(RuntimeError) -> InstanceLook {
    let look = look()
    guard look.state.isAlive else { throw notRunning(look) }
    return look
  }

  func notRunning(_ look: InstanceLook) -> RuntimeError {
    let reason = look.reason.map { " (\($0))" } ?? ""
    return RuntimeError(.failed, "'\(name)' is not running\(reason): start it with `vmrun start \(name)`")
  }
}
