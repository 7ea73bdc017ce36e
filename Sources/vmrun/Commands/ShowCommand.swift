internal import ArgumentParser
internal import QEMU
internal import VMProfile
internal import VMRuntime

struct ShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "command",
    abstract: "Print QEMU's command line as a shell command that can be pasted and run.",
    discussion: "Puts the disk and all other files in place that the command names. --format json prints the words.")

  @OptionGroup var argument: ProfileArgument
  @OptionGroup var output: FormatOption

  func run() async throws {
    let host = VMHost()
    let file = try host.profile(argument.name)
    try await TrustQuestion.ask(file, host)
    let machine = host.machine(file.profile.name)
    let isNew = !machine.hasInstance
    let commandLine = try await host.commandLine(file)
    try output.format.write(commandLine.json) { commandLine.shellCommand }
    if isNew {
      Terminal.message(
        "\(machine.name): its disk and the other files that the command names are made; without a use for them, "
          + "`vmrun delete \(machine.name)` removes them")
    }
  }
}
