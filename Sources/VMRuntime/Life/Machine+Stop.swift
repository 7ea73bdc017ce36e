internal import GLib
internal import Glibc
internal import QMP

/// How a machine came to its end.
public enum StopOutcome: String, Sendable {
  case wasNotRunning
  /// The guest shut down when its power button was pressed.
  case guestShutDown
  /// QEMU was told to quit: for the guest, a power cut.
  case quit
  /// Its monitor did not answer, and QEMU ended when it got SIGTERM: for the guest, a power cut.
  case terminated
  /// QEMU was killed.
  case killed
}

extension Machine {
  /// Stops the machine: presses the power button and waits, then quits QEMU, then kills it.
  ///
  /// - Parameter patience: how long the guest may take to shut down; zero quits at once.
  /// - Throws: `RuntimeError` of kind `failed` when QEMU survives even SIGKILL for ten seconds.
  @discardableResult
  public func stop(patience: Duration = .seconds(30)) async throws(RuntimeError) -> StopOutcome {
    guard hasInstance else { return .wasNotRunning }
    return try await locked { () throws(RuntimeError) in
      let outcome = try await stopLocked(patience: patience)
      try await leaveNetworks()
      return outcome
    }
  }

  /// Ends QEMU at once with SIGKILL. What the guest had not written to its disk is lost.
  @discardableResult
  public func kill() async throws(RuntimeError) -> StopOutcome {
    guard hasInstance else { return .wasNotRunning }
    return try await locked { () throws(RuntimeError) in
      guard let handle = look().process?.handle else {
        try await leaveNetworks()
        return .wasNotRunning
      }
      try await killLocked(handle, as: "`vmrun kill`")
      try await leaveNetworks()
      return .killed
    }
  }

  func stopLocked(patience: Duration) async throws(RuntimeError) -> StopOutcome {
    let look = look()
    guard let handle = look.process?.handle else {
      removeLeftovers()
      return .wasNotRunning
    }
    // A kernel that panicked hears no power button.
    let patience = look.state == .crashed ? .zero : patience
    defer { if handle.hasEnded { removeLeftovers() } }
    let session: MonitorSession
    do {
      session = try await openMonitor(timeout: .seconds(3))
    } catch {
      if handle.hasEnded { return .wasNotRunning }
      // QEMU takes it for 'quit', and leaves its disk in order.
      handle.send(signal: SIGTERM)
      if await handle.waitForEnd(timeout: .seconds(5)) {
        try record(end: "`vmrun stop` with a signal, as its monitor did not answer")
        return .terminated
      }
      try await killLocked(handle, as: "`vmrun stop`, as its monitor did not answer")
      return .killed
    }
    if patience > .zero, await powerDown(session.connection, handle, patience: patience) { return .guestShutDown }
    try? await session.connection.quit()
    if await handle.waitForEnd(timeout: .seconds(10)) {
      try record(end: patience > .zero ? "`vmrun stop`, as the guest did not shut down" : "`vmrun stop`")
      return .quit
    }
    try await killLocked(handle, as: "`vmrun stop`, as QEMU did not quit")
    return .killed
  }

  /// - Returns: whether QEMU ended in time.
  private func powerDown(_ monitor: QMPConnection, _ handle: ProcessHandle, patience: Duration) async -> Bool {
    do throws(QMPError) {
      // A paused guest cannot hear the button.
      if try await monitor.queryStatus() == .paused { try await monitor.resume() }
      let deadline = ContinuousClock.now + patience
      // Pressed again now and then: a guest that still boots does not hear the first time.
      while ContinuousClock.now < deadline {
        try await monitor.powerDown()
        let pause = min(deadline - ContinuousClock.now, .seconds(3))
        if await handle.waitForEnd(timeout: pause) { return true }
      }
      return false
    } catch {
      return await handle.waitForEnd(timeout: .milliseconds(200))
    }
  }

  private func killLocked(_ handle: ProcessHandle, as reason: String) async throws(RuntimeError) {
    // Written first: afterwards nobody is there to say why.
    try record(end: reason)
    handle.send(signal: SIGKILL)
    guard await handle.waitForEnd(timeout: .seconds(10)) else {
      throw RuntimeError(
        .failed, "QEMU (pid \(handle.pid)) of '\(name)' does not end: it waits in the kernel, see its stack in /proc")
    }
    removeLeftovers()
  }

  private func record(end reason: String) throws(RuntimeError) {
    guard var record = look().record else { return }
    record.run?.endedBy = reason
    try record.write(to: paths.record)
  }

  /// What an ended QEMU leaves: its sockets when it was killed, and a disk that was only lent.
  func removeLeftovers() {
    let paths = runPaths
    for name in Folder.names(in: paths.sockets) where !name.hasSuffix(".lock") { unlink("\(paths.sockets)/\(name)") }
    unlink(paths.ephemeralOverlay)
  }
}
