internal import GLib
internal import JSON

extension QMPConnection {
  /// What the wait for the greeting is called in errors.
  static let greetingName = "greeting"

  /// Connects and negotiates.
  ///
  /// - Parameters:
  ///   - path: the monitor's UNIX socket.
  ///   - timeout: how long QEMU may take to greet and to agree on capabilities.
  /// - Throws: `QMPError.unreachable` when nobody listens; `timedOut` when another client holds the
  ///   monitor: QEMU serves one at a time.
  public static func connect(to path: String, timeout: Duration = .seconds(5)) async throws(QMPError) -> QMPConnection {
    let deadline = SuspendingClock.now + timeout
    let connection = try await open(path, deadline, timeout)
    do {
      try await connection.negotiate(timeout: max(deadline - SuspendingClock.now, .milliseconds(1)))
    } catch {
      await connection.close()
      // The user knows the limit that was given, not what was left of it.
      if case .timedOut(let command, _) = error { throw .timedOut(command: command, after: timeout) }
      throw error
    }
    return connection
  }

  /// Where other clients fill the backlog, which can be one long, waits for a place in it.
  private static func open(
    _ path: String, _ deadline: SuspendingClock.Instant, _ timeout: Duration
  ) async throws(QMPError) -> QMPConnection {
    while true {
      do throws(QMPError) {
        return try QMPConnection(connectingTo: path)
      } catch .timedOut(let command, _) {
        guard SuspendingClock.now < deadline else { throw .timedOut(command: command, after: timeout) }
        do { try await Task.sleep(for: .milliseconds(10)) } catch { throw .cancelled(command: command) }
      }
    }
  }

  static func isBusy(_ error: GLibError) -> Bool { error.code == GLibError.wouldBlock }

  /// Reads the greeting and leaves negotiation mode; `oob` is enabled where QEMU offers it.
  @discardableResult
  package func negotiate(timeout: Duration) async throws(QMPError) -> QMPGreeting {
    let deadline = SuspendingClock.now + timeout
    let greeting = try await receiveGreeting(timeout: timeout)
    let enabled: [JSONValue] = greeting.capabilities.contains("oob") ? ["oob"] : []
    let left = max(deadline - SuspendingClock.now, .milliseconds(1))
    try await execute("qmp_capabilities", enabled.isEmpty ? [:] : ["enable": .array(enabled)], timeout: left)
    return greeting
  }

  private func receiveGreeting(timeout: Duration) async throws(QMPError) -> QMPGreeting {
    let waiter = greetingWaiter
    startReading()
    let timer = executor.timer(after: timeout) {
      waiter.finish(.failure(.timedOut(command: Self.greetingName, after: timeout)))
    }
    let result = await withTaskCancellationHandler {
      await waiter.value
    } onCancel: {
      waiter.finish(.failure(.cancelled(command: Self.greetingName)))
    }
    timer.cancel()
    return try result.get()
  }
}
