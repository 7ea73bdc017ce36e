internal import GLib

/// What to wait for.
public enum WaitGoal: String, Sendable, CaseIterable {
  case running
  case ssh
  case stopped
}

extension Machine {
  /// Waits until the machine runs, its ssh server answers, or it has ended.
  ///
  /// - Throws: `RuntimeError` of kind `timedOut` after `timeout`; `failed` at once when the machine ends
  ///   while it is waited for.
  public func wait(for goal: WaitGoal, timeout: Duration) async throws(RuntimeError) {
    let deadline = ContinuousClock.now + timeout
    switch goal {
    case .running: try await waitUntilRunning(deadline, timeout)
    case .ssh: try await waitForSSH(deadline, timeout)
    case .stopped:
      guard let handle = look().process?.handle else { return }
      guard await handle.waitForEnd(timeout: timeout) else {
        throw RuntimeError(.timedOut, "'\(name)' still runs after \(timeout.seconds) s")
      }
    }
  }

  private func waitUntilRunning(_ deadline: ContinuousClock.Instant, _ timeout: Duration) async throws(RuntimeError) {
    while true {
      let look = look()
      if look.state == .running { return }
      if look.state == .crashed { throw notRunning(look) }
      guard ContinuousClock.now < deadline else {
        throw RuntimeError(.timedOut, "'\(name)' is \(look.state.rawValue) after \(timeout.seconds) s, not running")
      }
      do { try await Task.sleep(for: .milliseconds(50)) } catch {
        throw RuntimeError(.failed, "the wait was cancelled")
      }
    }
  }

  private func waitForSSH(_ deadline: ContinuousClock.Instant, _ timeout: Duration) async throws(RuntimeError) {
    let target = try sshTarget()
    let start = ContinuousClock.now
    var hasGivenUp = false
    // Short tries: slirp repeats a lost SYN later and later, a new connection asks again at once. They grow with
    // the time that went by: a guest on a busy host needs longer than the first ones to say a word, and each
    // connection that is given up costs it another process.
    while ContinuousClock.now < deadline {
      let patience = max(.milliseconds(200), min((ContinuousClock.now - start) / 8, .seconds(5)))
      let limit = min(deadline - ContinuousClock.now, patience)
      let began = ContinuousClock.now
      if await SSHBanner.read(address: target.connectAddress, port: target.port, timeout: limit) != nil {
        guard hasGivenUp else { return }
        // Servers refuse a user's connection while several wait unauthenticated (dropbear: five for an address), and
        // the given-up ones may still do so: another one must get through before the user's can.
        hasGivenUp = false
        continue
      }
      hasGivenUp = hasGivenUp || ContinuousClock.now - began >= limit
      let look = look()
      guard look.isAlive, look.state != .crashed else { throw notRunning(look) }
      guard look.state != .paused else {
        throw RuntimeError(.failed, "'\(name)' is paused: let it go on with `vmrun resume \(name)`")
      }
      let pause = Duration.milliseconds(50) - (ContinuousClock.now - began)
      if pause > .zero { try? await Task.sleep(for: pause) }
      guard !Task.isCancelled else { throw RuntimeError(.failed, "the wait was cancelled") }
    }
    throw RuntimeError(
      .timedOut,
      """
      no ssh server answers in '\(name)' after \(timeout.seconds) s: see what the guest says with \
      `vmrun logs \(name) --console`, or log in with `vmrun console \(name)`
      """)
  }
}

extension Duration {
  /// Whole seconds, rounded to the nearest.
  var seconds: Int64 {
    components.seconds + (components.attoseconds >= 500_000_000_000_000_000 ? 1 : 0)
  }
}
