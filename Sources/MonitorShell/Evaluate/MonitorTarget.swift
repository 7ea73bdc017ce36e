internal import QMP
package import VMRuntime

/// What the shell talks to.
package enum MonitorTarget: Sendable {
  case machine(Machine)
  /// Any QEMU's monitor.
  case socket(String)

  /// Short, for the prompt.
  var name: String {
    switch self {
    case .machine(let machine): "\(machine.name)"
    case .socket: "qemu"
    }
  }

  /// For sentences: `'web'`, `the QEMU at /run/qmp.sock`.
  var subject: String {
    switch self {
    case .machine(let machine): "'\(machine.name)'"
    case .socket(let path): "the QEMU at \(path)"
    }
  }

  func open() async throws(ShellError) -> Attachment {
    switch self {
    case .machine(let machine):
      do { return Attachment(try await machine.openMonitor()) } catch { throw ShellError(error) }
    case .socket(let path):
      do { return Attachment(try await QMPConnection.connect(to: path)) } catch { throw ShellError(error) }
    }
  }

  /// Whether there is something to attach to, by a look at files.
  var isAlive: Bool {
    switch self {
    case .machine(let machine): machine.look().state.isAlive
    // Only a try can tell; that costs nothing where nobody listens.
    case .socket: true
    }
  }

  /// Whether it certainly runs.
  var isKnownAlive: Bool { if case .machine = self { isAlive } else { false } }

  /// Why it ended, waiting a moment for QEMU's process to be gone; nil when that is not known.
  func reasonOfEnd() async -> String? {
    guard case .machine(let machine) = self else { return nil }
    for _ in 0..<40 {
      let look = machine.look()
      if !look.state.isAlive { return look.reason }
      do { try await Task.sleep(for: .milliseconds(25)) } catch { return nil }
    }
    return "its monitor closed the connection, and QEMU still runs"
  }
}
