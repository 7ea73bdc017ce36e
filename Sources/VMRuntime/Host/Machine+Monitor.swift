internal import GLib
public import QMP

/// A monitor of a machine, and the claim that keeps other vmrun commands off it.
public struct MonitorSession: ~Copyable, Sendable {
  public let connection: QMPConnection
  private let lock: FileLock

  init(connection: QMPConnection, lock: consuming FileLock) {
    self.connection = connection
    self.lock = lock
  }
}

extension Machine {
  /// Opens one of the machine's monitors, whichever nobody else uses.
  ///
  /// - Throws: `RuntimeError` of kind `failed` when the machine does not run, `timedOut` when all monitors
  ///   are taken or QEMU does not answer.
  public func openMonitor(timeout: Duration = .seconds(5)) async throws(RuntimeError) -> MonitorSession {
    _ = try requireAlive()
    let paths = runPaths
    guard Folder.exists(paths.sockets) else {
      throw RuntimeError(
        .failed,
        """
        the monitors of '\(name)' in \(paths.sockets) are gone, as happens to XDG_RUNTIME_DIR at the end of a login \
        (`loginctl enable-linger` keeps it): shut the guest down from within, or end QEMU with `vmrun stop \(name)`
        """)
    }
    let deadline = ContinuousClock.now + timeout
    var lastError: QMPError?
    repeat {
      for index in paths.monitors.indices {
        let lock: FileLock?
        do { lock = try FileLock.attempt(paths.monitorLock(index)) } catch {
          let look = look()
          // The machine may have been deleted meanwhile, with this folder.
          throw look.isAlive ? RuntimeError(error) : notRunning(look)
        }
        guard let lock else { continue }
        do throws(QMPError) {
          // A foreign client (socat, say) may hold this one: then no greeting comes, and the next is tried.
          let connection = try await QMPConnection.connect(to: paths.monitors[index], timeout: .seconds(1))
          return MonitorSession(connection: connection, lock: lock)
        } catch {
          lastError = error
        }
      }
      let look = look()
      guard look.isAlive else { throw notRunning(look) }
      do { try await Task.sleep(for: .milliseconds(20)) } catch { break }
    } while ContinuousClock.now < deadline
    let detail = lastError.map { ": \($0)" } ?? ": all \(paths.monitors.count) are in use by other vmrun commands"
    throw RuntimeError(.timedOut, "no monitor of '\(name)' answers\(detail)")
  }

  /// Runs a few commands on a monitor and closes it.
  func withMonitor<Value: Sendable>(
    _ body: (QMPConnection) async throws(QMPError) -> Value
  ) async throws(RuntimeError) -> Value {
    let session = try await openMonitor()
    do {
      let value = try await body(session.connection)
      await session.connection.close()
      return value
    } catch {
      await session.connection.close()
      throw RuntimeError(error)
    }
  }
}
