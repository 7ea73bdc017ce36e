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
    switch end {
    case .detached where !Terminal.inputIsTerminal:
      Terminal.message("standard input has ended; `vmrun logs --console \(machine.name)` shows what the guest printed")
    case .detached: Terminal.message("\ndetached; '\(machine.name)' goes on")
    default: Terminal.message("\n'\(machine.name)' has ended")
    }
  }
}
