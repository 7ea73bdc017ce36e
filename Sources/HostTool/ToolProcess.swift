internal import Glibc
internal import Subprocess
internal import SystemPackage

/// A running program under its deadline.
struct ToolProcess {
  /// Between asking a process group to end and killing it.
  static let grace = Duration.seconds(2)

  private enum Event {
    /// An output came to its end.
    case read
    case exited
    case timedOut
    /// A sink refused, or the task was cancelled.
    case failed(any Error)
  }

  let request: ToolRequest

  /// Runs to the end. The sinks get what the program writes, each from one task at a time; an error that
  /// one throws ends the program.
  func run(
    output: @escaping @Sendable (UnsafeRawBufferPointer) throws -> Void,
    error: @escaping @Sendable (UnsafeRawBufferPointer) throws -> Void
  ) async throws -> (status: HostTool.Status, timedOut: Bool) {
    let timeout = request.timeout
    let onStart = request.onStart
    let result = try await Subprocess.run(
      configuration, input: .none, output: .sequence, error: .sequence
    ) { execution in
      let process = execution.processIdentifier.value
      onStart?(process)
      let standardOutput = execution.standardOutput
      let standardError = execution.standardError
      return try await Self.supervise(
        process, timeout: timeout,
        reading: [
          { for try await part in standardOutput { try part.withUnsafeBytes(output) } },
          { for try await part in standardError { try part.withUnsafeBytes(error) } },
        ])
    }
    let status: HostTool.Status =
      switch result.terminationStatus {
      case .exited(let code): .exited(code)
      case .signaled(let signal): .signaled(signal)
      }
    return (status, result.closureResult)
  }

  private var configuration: Configuration {
    var options = PlatformOptions()
    options.createSession = true
    options.teardownSequence = [
      .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: Self.grace)
    ]
    var values: [Environment.Key: String?] = ["LC_ALL": "C"]
    for (name, value) in request.environment { values[Environment.Key(stringLiteral: name)] = value }
    return Configuration(
      executable: .path(FilePath(request.path)), arguments: Arguments(request.arguments),
      environment: .inherit.updating(values), workingDirectory: request.workingDirectory.map { FilePath($0) },
      platformOptions: options)
  }

  /// - Returns: whether the deadline passed.
  private static func supervise(
    _ process: Int32, timeout: Duration, reading: [@Sendable () async throws -> Void]
  ) async throws -> Bool {
    let ending = await withTaskGroup(of: Event.self) { group in
      for read in reading { group.addTask { await Self.event { try await read() } } }
      group.addTask { await Self.event(.timedOut) { try await Task.sleep(for: timeout) } }
      var open = reading.count
      var event = Event.read
      while case .read = event {
        if open == 0 { group.addTask { await Self.event(.exited) { try await exit(of: process) } } }
        event = await group.next() ?? .exited
        open -= 1
      }
      // The process is not reaped before this closure returns, so its number is still its own.
      if case .exited = event {} else { await end(group: process) }
      group.cancelAll()
      return event
    }
    switch ending {
    case .read, .exited: return false
    case .timedOut: return true
    case .failed(let error): throw error
    }
  }

  private static func event(_ event: Event = .read, _ body: () async throws -> Void) async -> Event {
    do {
      try await body()
      return event
    } catch { return .failed(error) }
  }

  /// Waits for the end of a program that has closed its outputs; almost always it has come already.
  private static func exit(of process: Int32) async throws {
    var pause = Duration.milliseconds(1)
    while isRunning(process) {
      try await Task.sleep(for: pause)
      pause = min(pause * 2, .milliseconds(20))
    }
  }

  /// Asks the group to end, waits for its leader, then kills whatever is left of it.
  private static func end(group: Int32) async {
    kill(-group, SIGTERM)
    // The calling task may be cancelled, and then could not sleep.
    await Task {
      let deadline = ContinuousClock.now + grace
      while isRunning(group), ContinuousClock.now < deadline { try? await Task.sleep(for: .milliseconds(5)) }
    }.value
    kill(-group, SIGKILL)
  }

  /// Whether a child runs: asked without reaping it.
  private static func isRunning(_ process: Int32) -> Bool {
    var info = siginfo_t()
    let result = waitid(P_PID, id_t(process), &info, WEXITED | WNOHANG | WNOWAIT)
    return result == 0 && info.si_signo == 0
  }
}
