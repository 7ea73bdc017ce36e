internal import ArgumentParser
internal import VMRuntime

struct Wait: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wait",
    abstract: "Wait until a machine runs, can be reached by ssh, is set up by cloud-init, or has stopped.",
    discussion: """
      `--for cloud-init` tells the stages of the guest's set-up as they begin, and fails when one of its modules failed, \
      with the lines of its log.
      """)

  @OptionGroup var argument: NameArgument
  @Option(name: .customLong("for"), help: "What to wait for: running, ssh, cloud-init or stopped.") var goal: Goal =
    .ssh
  @Option(help: "Seconds to wait; then the exit code is 75.") var timeout: Int = 120

  /// The words that `--for` takes.
  enum Goal: String, ExpressibleByArgument, CaseIterable {
    case running, ssh
    case cloudInit = "cloud-init"
    case stopped

    var value: WaitGoal {
      switch self {
      case .running: .running
      case .ssh: .ssh
      case .cloudInit: .cloudInit
      case .stopped: .stopped
      }
    }
  }

  func validate() throws {
    guard (0...86400).contains(timeout) else { throw ValidationError("--timeout takes 0 to 86400 seconds.") }
  }

  func run() async throws {
    let machine = try argument.machine(VMHost())
    try await machine.wait(for: goal.value, timeout: .seconds(timeout)) { Terminal.message("\(machine.name): \($0)") }
  }
}
