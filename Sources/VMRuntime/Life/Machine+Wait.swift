internal import GLib

/// What to wait for.
public enum WaitGoal: String, Sendable, CaseIterable {
  case running
  case ssh
  case stopped
  /// The guest's set-up is done, and nothing in it failed.
  case cloudInit = "cloud-init"
}

extension Machine {
  /// Waits until the machine runs, its ssh server answers, cloud-init is done in it, or it has ended.
  ///
  /// - Parameter progress: gets a line for each stage of cloud-init, and one for its end.
  /// - Throws: `RuntimeError` of kind `timedOut` after `timeout`; `failed` at once when the machine ends
  ///   while it is waited for, and for a guest whose cloud-init failed, with lines of its log.
  public func wait(
    for goal: WaitGoal, timeout: Duration, progress: @escaping @Sendable (String) -> Void = { _ in }
  ) async throws(RuntimeError) {
    let deadline = ContinuousClock.now + timeout
    switch goal {
    case .running: try await waitUntilRunning(deadline, timeout)
    case .ssh: try await waitForSSH(deadline, timeout)
    case .cloudInit: try await waitForCloudInit(timeout, progress: progress)
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
    if let run = look().record?.run, sshForward(run) == nil, isInNetwork(run) {
      return try await waitForNetworkSSH(deadline, timeout)
    }
    let target = try await sshTarget()
    let start = ContinuousClock.now
    let isBehindPasst = look().record?.run?.isBehindPasst(target.port) ?? false
    let announcesNetwork = look().record?.run?.nics.allSatisfy { $0.model.hasPrefix("virtio") } ?? false
    // The first try waits too: right after a start it would only be one more.
    var lastTry: ContinuousClock.Instant? = start
    var lastGivenUp: ContinuousClock.Instant?
    // Short tries: slirp repeats a lost SYN later and later, a new connection asks again at once. They grow with
    // the time that went by: a guest on a busy host needs longer than the first ones to say a word, and each
    // connection that is given up costs it another process.
    while ContinuousClock.now < deadline {
      // Until the guest has set up its card nobody can answer, and slirp would deliver each of these connections
      // later, all at once, to a server that then has no place for the one that matters.
      if announcesNetwork, let last = lastTry, ContinuousClock.now - last < .seconds(1),
        !EventJournal(path: paths.journalOutput).guestUsedNetwork
      {
        let look = look()
        guard look.isAlive, look.state != .crashed else { throw notRunning(look) }
        do { try await Task.sleep(for: .milliseconds(20)) } catch {
          throw RuntimeError(.failed, "the wait was cancelled")
        }
        continue
      }
      lastTry = ContinuousClock.now
      let patience = max(.milliseconds(200), min((ContinuousClock.now - start) / 8, .seconds(5)))
      let limit = min(deadline - ContinuousClock.now, patience)
      let began = ContinuousClock.now
      let banner = await SSHBanner.read(
        address: target.connectAddress, port: target.port, timeout: limit, speaksFirst: isBehindPasst)
      if banner != nil {
        // A server has few places for clients that have not logged in (dropbear: five an address), and those
        // given up a moment ago may still have them: one more answer shows that there is room.
        guard let last = lastGivenUp, ContinuousClock.now - last < .seconds(5) else { return }
        lastGivenUp = nil
      } else if ContinuousClock.now - began >= limit {
        lastGivenUp = ContinuousClock.now
      }
      let look = look()
      guard look.isAlive, look.state != .crashed else { throw notRunning(look) }
      guard look.state != .paused else {
        throw RuntimeError(.failed, "'\(name)' is paused: let it go on with `vmrun resume \(name)`")
      }
      let pause = Duration.milliseconds(50) - (ContinuousClock.now - began)
      if pause > .zero { try? await Task.sleep(for: pause) }
      guard !Task.isCancelled else { throw RuntimeError(.failed, "the wait was cancelled") }
    }
    throw sshSilence(timeout)
  }

  func sshSilence(_ timeout: Duration) -> RuntimeError {
    RuntimeError(
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
