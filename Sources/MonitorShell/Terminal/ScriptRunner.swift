internal import Dispatch
internal import Glibc
internal import VMRuntime

/// Runs lines from arguments or standard input and stops at the first failure.
package struct ScriptRunner {
  private let shell: Shell
  private let options: ShellOptions

  package init(_ shell: Shell, _ options: ShellOptions) {
    self.shell = shell
    self.options = options
  }

  /// - Returns: the first failure.
  package func run(commands: [String]) async -> ShellError? {
    var first: ShellError?
    for command in commands {
      let outcome = await shell.run(command)
      if case .needsMore = outcome {
        first = first ?? .usage("the command '\(command)' is not complete: a bracket is open")
        await shell.output.report(.usage("the command '\(command)' is not complete: a bracket is open"))
        if !options.keepsGoing { return first }
      }
      if outcome == .leave { return first }
      guard case .failed(let error) = outcome else { continue }
      first = first ?? error
      if !options.keepsGoing { return first }
    }
    return first
  }

  /// Reads standard input to its end. A line runs as soon as it is there: whoever writes may wait for the answer.
  package func runStandardInput() async -> ShellError? {
    var first: ShellError?
    var pending = ""
    while let line = await Self.nextLine() {
      pending += (pending.isEmpty ? "" : "\n") + line
      let outcome = await shell.run(pending)
      if outcome == .needsMore { continue }
      pending = ""
      if outcome == .leave { return first }
      guard case .failed(let error) = outcome else { continue }
      first = first ?? error
      if !options.keepsGoing { return first }
    }
    guard pending.trimmingCharacters.isEmpty else {
      let error = ShellError.usage("the input ends in the middle of a command: a bracket is open")
      await shell.output.report(error)
      return first ?? error
    }
    return first
  }

  /// Reading blocks a thread, so it must not be one of the few that tasks share.
  private static func nextLine() async -> String? {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(returning: readLine(strippingNewline: true)) }
    }
  }
}
