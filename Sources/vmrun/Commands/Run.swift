internal import ArgumentParser
internal import Glibc
internal import VMRuntime

struct Run: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Start a machine and stay until it ends, for systemd and CI.",
    discussion: "SIGINT, SIGTERM and SIGHUP are passed on to QEMU; its status is the exit code.")

  @OptionGroup var argument: ProfileArgument
  @Flag(help: "Throw away what the guest writes in this run.") var ephemeral = false

  func run() async throws {
    let host = VMHost()
    let file = try host.profile(argument.name)
    let status = try await host.runInForeground(file, options: StartOptions(ephemeral: ephemeral)) { outcome in
      Terminal.message(StartReport.text(outcome))
    }
    throw ExitCode(status)
  }
}
