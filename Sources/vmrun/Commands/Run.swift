internal import ArgumentParser
internal import Glibc
internal import VMProfile
internal import VMRuntime

struct Run: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Start a machine and stay until it ends, for systemd and CI.",
    discussion: "SIGINT, SIGTERM and SIGHUP are passed on to QEMU; its status is the exit code.")

  @OptionGroup var argument: ProfileArgument
  @Flag(help: "Throw away what the guest writes in this run.") var ephemeral = false
  @Option(help: "Seconds QEMU may take until it answers; then it is ended, and the exit code is 75.")
  var timeout: Int = 60

  func validate() throws {
    guard (1...86400).contains(timeout) else { throw ValidationError("--timeout takes 1 to 86400 seconds.") }
  }

  func run() async throws {
    let host = VMHost()
    var options = StartOptions(ephemeral: ephemeral)
    options.patience = .seconds(timeout)
    let file = try host.profile(argument.name)
    try await TrustQuestion.ask(file, host)
    let status = try await host.runInForeground(file, options: options) { outcome in
      Terminal.message(StartReport.text(outcome))
      for warning in outcome.warnings { Terminal.message("\(outcome.status.name): \(warning)") }
    }
    throw ExitCode(status)
  }
}
