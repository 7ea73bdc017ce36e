internal import GLib
internal import JSON
internal import QMP

extension Shell {
  func receive(_ event: QMPEvent) async {
    // Before anything is awaited: an event is shown as was asked for when it came, and it is either for those who wait
    // now, or for the next who asks, never for both.
    let isShown = eventFilter.shows(event.name)
    backlog.append(event)
    let waiting = waiters.filter { $0.value.wait.matches(event) }
    for (id, waiter) in waiting {
      _ = backlog.take(waiter.wait)
      waiters[id] = nil
    }
    recorder?.event(event)
    await live?.invalidate()
    for waiter in waiting.values { waiter.answer.finish(event) }
    if await updateState(event) { await output.promptChanged() }
    if isShown { await output.report(event) }
  }

  /// - Returns: whether the prompt is another one now.
  private func updateState(_ event: QMPEvent) async -> Bool {
    let before = runState
    switch event.name {
    case "STOP": runState = .paused
    case "RESUME": runState = .running
    case "SUSPEND": runState = .suspended
    case "WAKEUP": runState = .running
    case "GUEST_PANICKED": runState = .guestPanicked
    default: return false
    }
    return before != runState
  }

  func waitForEvent(_ words: [InputWord]) async throws(ShellError) {
    let wait = try EventWait(words)
    // Whoever sits there has Ctrl-C; a script must end.
    let timeout = wait.timeout ?? (options.isInteractive ? .seconds(86_400) : options.commandTimeout)
    try await checkEventName(wait.pattern)
    if let event = backlog.take(wait) { return await show(eventResult(event)) }
    // A machine that has ended sends nothing more.
    _ = try connection()
    let answer = OneShot<QMPEvent?>()
    let id = nextWaiter
    nextWaiter += 1
    waiters[id] = EventWaiter(wait: wait, answer: answer)
    defer { waiters[id] = nil }
    let (outcome, event) = await outcome(of: answer, timeout: timeout)
    switch outcome {
    case .arrived: return await show(eventResult(event))
    case .timedOut:
      throw ShellError.timedOut("no \(wait.pattern) within \(timeout)")
    case .cancelled: throw ShellError.failed("stopped waiting for \(wait.pattern)")
    case .ended:
      let reason = await target.reasonOfEnd().map { " (\($0))" } ?? ""
      throw ShellError.failed("\(target.subject) has ended\(reason) without \(wait.pattern)")
    }
  }

  private enum WaitOutcome { case arrived, timedOut, cancelled, ended }

  private func outcome(
    of answer: OneShot<QMPEvent?>, timeout: Duration
  ) async -> (WaitOutcome, QMPEvent) {
    let none = QMPEvent(name: "")
    let limit = MainContextExecutor.shared.timer(after: timeout) {
      answer.finish(QMPEvent(name: "", data: ["timeout": true]))
    }
    defer { limit.cancel() }
    let event = await withTaskCancellationHandler {
      await answer.value
    } onCancel: {
      answer.finish(none)
    }
    guard let event else { return (.ended, none) }
    guard event.name.isEmpty else { return (.arrived, event) }
    return (event.data.isEmpty ? .cancelled : .timedOut, none)
  }

  private func checkEventName(_ pattern: String) async throws(ShellError) {
    guard !pattern.contains("*"), !pattern.contains("?"), let schema = await loadedSchema() else { return }
    let names = schema.events.keys
    guard !names.contains(where: { EventFilter.matches($0, pattern) }) else { return }
    throw .usage("this QEMU has no event '\(pattern)'" + didYouMean(pattern, among: names.sorted()))
  }

  private func eventResult(_ event: QMPEvent) -> ShellResult {
    var object: JSONObject = ["event": .string(event.name), "data": .object(event.data)]
    if let time = event.microseconds {
      object["timestamp"] = ["seconds": .integer(time / 1_000_000), "microseconds": .integer(time % 1_000_000)]
    }
    return ShellResult(.object(object)) { palette, _ in EventLine.text(event, palette) }
  }

  func setEvents(_ words: [InputWord]) async throws(ShellError) {
    let patterns = words.dropFirst().map(\.text)
    for pattern in patterns { try await checkEventName(pattern) }
    switch (words.first?.text, patterns.isEmpty) {
    case (nil, _): break
    case ("on", true): eventFilter = .all
    case ("off", true): eventFilter = .none
    case ("only", false): eventFilter = .only(patterns)
    default: throw .usage("events takes on, off, or only and patterns: events only DEVICE_* STOP")
    }
    let shown =
      switch eventFilter {
      case .all: "all events are shown"
      case .none: "no events are shown"
      case .only(let patterns): "shown are " + patterns.joined(separator: ", ")
      }
    let names: [JSONValue] =
      switch eventFilter {
      case .all: ["*"]
      case .none: []
      case .only(let patterns): patterns.map(JSONValue.string)
      }
    await show(ShellResult(["shown": .array(names)]) { _, _ in shown })
  }
}
