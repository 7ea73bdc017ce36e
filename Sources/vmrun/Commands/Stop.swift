internal import ArgumentParser
internal import VMRuntime

struct Stop: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stop", abstract: "Shut machines down.",
    discussion: "Presses the power button, then quits QEMU when the guest takes too long, then kills it.")

  @OptionGroup var arguments: NamesArgument
  @Option(name: [.short, .long], help: "Seconds the guest may take; 0 quits at once.") var time: Int = 30
  @Flag(name: .shortAndLong, help: "Say nothing but errors.") var quiet = false

  func validate() throws {
    guard (0...86400).contains(time) else { throw ValidationError("--time takes 0 to 86400 seconds.") }
  }

  func run() async throws {
    let host = VMHost()
    let (time, isQuiet) = (time, quiet)
    try await arguments.forEachAtOnce { name throws(RuntimeError) in
      let outcome = try await host.existingMachine(name).stop(patience: .seconds(time))
      return isQuiet ? [] : ["\(name): \(Self.text(outcome, time: time))"]
    }
  }

  static func text(_ outcome: StopOutcome, time: Int) -> String {
    switch outcome {
    case .wasNotRunning: "was not running"
    case .guestShutDown: "the guest shut down"
    case .quit where time == 0: "stopped without asking the guest (--time 0)"
    case .quit: "stopped; the guest had not shut down within \(time) s, so QEMU was told to quit"
    case .terminated: "stopped without asking the guest, as QEMU's monitor did not answer"
    case .killed: "QEMU did not answer and was killed"
    }
  }
}
