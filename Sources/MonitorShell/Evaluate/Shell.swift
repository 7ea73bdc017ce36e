internal import JSON
internal import QMP

/// A conversation with one QEMU: takes lines, gives results to an output, follows events, and attaches again
/// when the machine comes back.
package actor Shell {
  /// What lines are taken for.
  enum Mode: String { case qmp, hmp }

  let target: MonitorTarget
  let options: ShellOptions
  let output: any ShellOutput

  var attachment: Attachment?
  var introspection: QMPIntrospection?
  var live: LiveState?
  var mode = Mode.qmp
  var eventFilter: EventFilter
  var backlog = EventBacklog()
  var waiters: [Int: EventWaiter] = [:]
  var nextWaiter = 0
  var recorder: Recorder?
  /// The results of a replayed command, while one runs.
  var replayLog: [JSONValue]?
  var runState: RunState?
  var isLeaving = false
  /// Files that run each other must end somewhere.
  var sourceDepth = 0
  var followers: [Task<Void, Never>] = []
  /// Why there is no connection.
  var endReason: String?
  /// Why there never was one.
  var attachError: String?

  package init(target: MonitorTarget, options: ShellOptions, output: any ShellOutput) {
    self.target = target
    self.options = options
    self.output = output
    eventFilter = options.isInteractive ? .all : .none
  }

  /// What stands before the cursor: the machine, its state when it doesn't run, the mode when it isn't QMP.
  package var prompt: String {
    var text = target.name
    if mode == .hmp { text += " hmp" }
    if attachment == nil {
      // A machine that runs and whose monitors are all taken is not stopped.
      text += target.isKnownAlive ? " (not attached)" : " (stopped)"
    } else if let runState, runState != .running {
      text += " (\(runState.rawValue))"
    }
    return text
  }

  /// Runs one command.
  ///
  /// - Parameter text: a line, or the lines of a command that goes over several.
  package func run(_ text: String) async -> LineOutcome {
    let input: ShellInput
    do throws(ShellError) {
      input = try parse(text)
      switch input {
      case .blank: return .done
      case .incomplete: return .needsMore
      default: break
      }
      // The end of a recording is no part of it.
      if case .words("record", _, _) = input {} else { recorder?.command(text) }
      if try await evaluate(input) == .leave { return .leave }
      return .done
    } catch {
      recorder?.failure(error)
      await output.report(error)
      return .failed(error)
    }
  }

  private func parse(_ text: String) throws(ShellError) -> ShellInput {
    guard mode == .hmp else { return try ShellInput(text) }
    let line = text.trimmingCharacters
    if line.isEmpty { return .blank }
    let name = line.prefix { !$0.isWhitespace }
    // HMP has `help` and `migrate` of its own.
    if let verb = ShellVerb(rawValue: String(name)), verb != .help, verb != .migrate { return try ShellInput(line) }
    return .hmp(line)
  }

  /// Leaves the machine alone and ends the conversation.
  package func close() async {
    isLeaving = true
    for follower in followers { follower.cancel() }
    recorder = nil
    await attachment?.connection.close()
    attachment = nil
  }

  func show(_ result: ShellResult) async {
    recorder?.result(result.json)
    replayLog?.append(result.json)
    await output.show(result)
  }
}
