internal import ArgumentParser
internal import VMRuntime

struct Delete: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete", abstract: "Remove machines' disks, logs and keys; profiles and images stay.")

  @OptionGroup var arguments: NamesArgument
  @Flag(name: .shortAndLong, help: "Do not ask.") var yes = false
  @Flag(name: .shortAndLong, help: "Kill a machine that runs.") var force = false

  func run() async throws {
    let host = VMHost()
    try await arguments.forEach { name throws(RuntimeError) in
      let machine = try host.existingMachine(name)
      guard machine.hasInstance else {
        throw RuntimeError(.failed, "there is no instance '\(name)': it was never started")
      }
      let agreed = if yes { true } else { try ask(machine) }
      guard agreed else {
        Terminal.message("\(name): kept")
        return
      }
      try await machine.delete(force: force)
      Terminal.message("\(name): deleted")
    }
  }

  private func ask(_ machine: Machine) throws(RuntimeError) -> Bool {
    guard Terminal.inputIsTerminal else {
      throw RuntimeError(.usage, "'\(machine.name)' and its disk would be deleted for good: say so with --yes")
    }
    return Terminal.confirm("Delete '\(machine.name)' with its disk for good?")
  }
}
