internal import ArgumentParser
internal import VMRuntime

struct NetDown: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "down",
    abstract: "Take networks down: exactly what was made is removed, and what was changed is restored.",
    discussion: "A network that is not up is left alone. What a vmrun that was killed left behind is removed, too.")

  @OptionGroup var arguments: NetworkNamesArgument
  @Flag(help: "Also under machines that run in it.") var force = false
  @Flag(name: .shortAndLong, help: "Say nothing but errors.") var quiet = false

  func run() async throws {
    let host = VMHost()
    try await arguments.forEach { name throws(RuntimeError) in
      let done = try await host.networkDown(name, force: force)
      guard let done else {
        if !quiet { Terminal.message("\(name): was not up") }
        return
      }
      if !quiet { Terminal.message("\(name): is down") }
      for machine in done {
        Terminal.message("\(machine): runs on without it: plug it in again with `vmrun restart \(machine)`")
      }
    }
  }
}
