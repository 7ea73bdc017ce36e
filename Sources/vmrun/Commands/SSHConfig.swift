internal import ArgumentParser
internal import VMRuntime

struct SSHConfig: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ssh-config", abstract: "Print a section for ~/.ssh/config, for other programs that use ssh.")

  @OptionGroup var argument: NameArgument

  func run() async throws { Terminal.output(try await argument.machine(VMHost()).sshTarget().configuration) }
}
