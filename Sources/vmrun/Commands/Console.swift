internal import ArgumentParser
internal import VMRuntime

struct Console: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "console", abstract: "Attach the terminal to a machine's serial console; Ctrl-] detaches.")

  @OptionGroup var argument: NameArgument

  func run() async throws {
    let machine = try argument.machine(VMHost())
    if Terminal.inputIsTerminal {
      Terminal.message("console of '\(machine.name)': Enter shows a prompt, Ctrl-] detaches")
    }
    let end = try await machine.attachConsole()
    if Terminal.inputIsTerminal {
      Terminal.message(end == .detached ? "\ndetached; '\(machine.name)' goes on" : "\n'\(machine.name)' has ended")
    }
  }
}
