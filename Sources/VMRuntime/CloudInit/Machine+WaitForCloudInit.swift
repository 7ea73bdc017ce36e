internal import GLib
internal import HostTool
internal import VMProfile
internal import Wording

extension Machine {
  /// How the set-up of a guest ended.
  private struct CloudInitOutcome: Sendable {
    var end: CloudInitReport.End
    var warnings: [String] = []
    var log: [String] = []
  }

  /// Waits until cloud-init is done in the guest. Its stages are seen on the serial console until ssh answers, and from
  /// then on in the guest; a guest that ssh does not reach is judged by its console alone.
  func waitForCloudInit(
    _ timeout: Duration, progress: @escaping @Sendable (String) -> Void
  ) async throws(RuntimeError) {
    let look = look()
    if look.isAlive, look.record?.run?.cloudInit == .missing {
      try report(CloudInitOutcome(end: .missing("its image does not bring it")), progress)
    }
    let shown = ShownStages(progress: progress)
    let outcome: CloudInitOutcome
    do {
      outcome = try await withThrowingTaskGroup(of: CloudInitOutcome?.self) { group in
        let deadline = ContinuousClock.now + timeout
        group.addTask { try await outcomeThroughSSH(deadline, timeout, shown) }
        group.addTask { try await outcomeOnConsole(deadline, shown) }
        defer { group.cancelAll() }
        while let outcome = try await group.next() { if let outcome { return outcome } }
        throw cloudInitSilence(timeout, shown.last, nil)
      }
    } catch {
      throw RuntimeError(anyError: error) ?? RuntimeError(.failed, "\(error)")
    }
    try report(outcome, progress)
  }

  private func report(_ outcome: CloudInitOutcome, _ progress: (String) -> Void) throws(RuntimeError) {
    for warning in outcome.warnings.prefix(8) { progress("cloud-init warns: \(warning.printable)") }
    switch outcome.end {
    case .done(let source): progress("cloud-init is done" + (source.map { ", by \($0.printable)" } ?? ""))
    case .missing(let reason):
      throw RuntimeError(
        .failed, "'\(name)' has no cloud-init to wait for: \(reason); wait for ssh with `vmrun wait \(name) --for ssh`")
    case .failed(let errors):
      let lines = errors + (outcome.log.isEmpty ? [] : ["from the guest's log:"] + outcome.log.map { "  " + $0 })
      throw RuntimeError(.failed, "cloud-init failed in '\(name)':\n" + lines.map(\.printable).joined(separator: "\n"))
    }
  }

  /// - Returns: nil where no way of ssh leads into the guest.
  private func outcomeThroughSSH(
    _ deadline: ContinuousClock.Instant, _ timeout: Duration, _ shown: ShownStages
  ) async throws(RuntimeError) -> CloudInitOutcome? {
    var lastWords: String?
    while ContinuousClock.now < deadline {
      do throws(RuntimeError) { try await wait(for: .ssh, timeout: deadline - ContinuousClock.now) } catch {
        switch error.kind {
        case .invalidProfile: return nil
        case .timedOut: throw cloudInitSilence(timeout, shown.last, lastWords)
        default: throw error
        }
      }
      let target = try await sshTarget()
      let collector = ReportCollector()
      do throws(HostToolError) {
        let output = try await HostTool.stream(
          "ssh", target.arguments + ["-o", "ServerAliveInterval=15", "--", target.alias, CloudInitScript.text],
          timeout: deadline - ContinuousClock.now, lineLimit: 1 << 20
        ) { line in
          let stages = collector.add(line)
          if !stages.isEmpty { shown.note(stages) }
        }
        lastWords = HostTool.lastLines(of: output.standardError, count: 1)
      } catch {
        if case .timedOut = error { break }
        throw RuntimeError(error)
      }
      let report = collector.report
      if let end = report.end { return CloudInitOutcome(end: end, warnings: report.warnings, log: report.log) }
      if let run = self.look().record?.run, run.cloudInit?.honours("user") == false,
        lastWords?.contains("Permission denied") == true
      {
        throw RuntimeError(
          .failed,
          "'\(name)' lets nobody in as '\(run.sshUser)', and its image makes no users: correct `ssh: {user: …}` in its profile"
        )
      }
      // A server that cloud-init starts again takes its connections along.
      let look = look()
      guard look.isAlive, look.state != .crashed else { throw notRunning(look) }
      do { try await Task.sleep(for: .milliseconds(500)) } catch {
        throw RuntimeError(.failed, "the wait was cancelled")
      }
    }
    throw cloudInitSilence(timeout, shown.last, lastWords)
  }

  /// - Returns: how it ended, when ssh had its time to say more and did not; nil: not until the deadline. Why is ssh's to
  /// say, which knows more.
  private func outcomeOnConsole(
    _ deadline: ContinuousClock.Instant, _ shown: ShownStages
  ) async throws(RuntimeError) -> CloudInitOutcome? {
    var patience: ContinuousClock.Instant?
    while ContinuousClock.now < deadline {
      let look = look()
      guard look.isAlive, look.state != .crashed else { throw notRunning(look) }
      let console = CloudInitConsole(DurableFile.tail(paths.consoleLog, limit: 1 << 20))
      shown.note(console.stages)
      if console.isFinished {
        let until = patience ?? ContinuousClock.now + .seconds(20)
        patience = until
        if ContinuousClock.now >= until {
          return CloudInitOutcome(
            end: console.failures.isEmpty ? .done(source: console.source) : .failed(console.failures))
        }
      }
      do { try await Task.sleep(for: .milliseconds(300)) } catch {
        throw RuntimeError(.failed, "the wait was cancelled")
      }
    }
    return nil
  }

  private func cloudInitSilence(_ timeout: Duration, _ stage: CloudInitStage?, _ words: String?) -> RuntimeError {
    let place = stage.map { "is still at \($0.rawValue)" } ?? "has not begun"
    let reason = words.flatMap { $0.isEmpty ? nil : " (ssh: \($0))" } ?? ""
    return RuntimeError(
      .timedOut,
      "cloud-init \(place) in '\(name)' after \(timeout.seconds) s\(reason): wait longer with --timeout, or see what the "
        + "guest says with `vmrun logs \(name) --console`")
  }
}
