internal import ArgumentParser
internal import VMRuntime

struct Wait: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wait", abstract: "Wait until a machine runs, can be reached by ssh, or has stopped.")

  @OptionGroup var argument: NameArgument
  @Option(name: .customLong("for"), help: "What to wait for: running, ssh or stopped.") var goal: Goal = .ssh
  @Option(help: "Seconds to wait; then the exit code is 75.") var timeout: Int = 120

  /// The words that `--for` takes.
  enum Goal: String, ExpressibleByArgument, CaseIterable {
    case running, ssh, stopped

    var value: WaitGoal {
      switch self {
      case .running: .running
      case .ssh: .ssh
      case .stopped: .stopped
      }
    }
  }

  func validate() throws {
    guard (0...86400).contains(timeout) else { throw ValidationError("--timeout takes 0 to 86400 seconds.") }
  }

  func run() async throws {
    try await argument.machine(VMHost()).wait(for: goal.value, timeout: .seconds(timeout))
  }
}
