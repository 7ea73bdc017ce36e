internal import ArgumentParser
internal import VMRuntime

struct SSH: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ssh", abstract: "Open a shell in a machine, or run a command there.",
    discussion: """
      Waits until the guest's ssh server answers. What follows the name goes to the guest's shell, as ssh(1) sends it, \
      and its status is the exit code; a command that begins with - follows --.
      """)

  @OptionGroup var argument: NameArgument
  @Option(help: "Seconds to wait for the guest's ssh server.") var timeout: Int = 120
  @Argument(parsing: .postTerminator, help: "The command to run in the guest.") var command: [String] = []

  func validate() throws {
    guard (0...86400).contains(timeout) else { throw ValidationError("--timeout takes 0 to 86400 seconds.") }
  }

  func run() async throws {
    let machine = try argument.machine(VMHost())
    try await Progress.show("waiting for the ssh server of '\(machine.name)'") {
      try await machine.wait(for: .ssh, timeout: .seconds(timeout))
    }
    let target = try await machine.sshTarget()
    try Replace.process("ssh", package: "openssh-client", target.arguments + ["--", target.alias] + command)
  }
}
