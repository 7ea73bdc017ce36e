internal import JSON
internal import QMP

extension Shell {
  func record(_ path: String) async throws(ShellError) {
    if path == "stop" {
      guard let recorder else { throw .usage("nothing is being recorded") }
      let file = recorder.path
      self.recorder = nil
      return await output.show(
        ShellResult(["recording": .null, "file": .string(file)]) { _, _ in "\(file) is complete" })
    }
    guard recorder == nil else { throw .usage("a recording is under way: end it with `record stop`") }
    let version = await attachment?.connection.peer.map { ", QEMU \($0.version)" } ?? ""
    recorder = try Recorder(path: path, title: "vmrun monitor recording of \(target.name)\(version)")
    await output.show(ShellResult(["recording": .string(path)]) { _, _ in "recording to \(path) until `record stop`" })
  }

  /// Runs a recording's commands again and compares what comes of them.
  ///
  /// Another value is only shown, since times and counters differ each time; another outcome, a failure where
  /// there was none or the other way round, makes the replay fail.
  func replay(_ path: String) async throws(ShellError) {
    guard recorder == nil else { throw .usage("a recording is under way: end it with `record stop` first") }
    guard replayLog == nil else { throw .usage("'\(path)' is run by a replay: one in another never ends") }
    let recording = try Recording(try read(path))
    var tally = ReplayTally()
    for step in recording.steps {
      guard !Task.isCancelled else { throw ShellError.failed("the replay of '\(path)' was stopped") }
      await output.note("> \(step.command)")
      replayLog = []
      let outcome = await run(step.command)
      let results = replayLog ?? []
      replayLog = nil
      if case .leave = outcome { break }
      let failed = if case .failed = outcome { true } else { false }
      let judgement = tally.count(step, results: results, failed: failed)
      if let judgement { await output.note("  \(judgement)") }
    }
    let final = tally
    if final.otherOutcome > 0 { throw ShellError.failed("replayed '\(path)': \(final.text)") }
    await show(ShellResult(final.json) { _, _ in "replayed '\(path)': \(final.text)" })
  }
}
