internal import ArgumentParser
internal import VMRuntime

struct NetUp: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "up", abstract: "Bring networks up; they stay until 'vmrun net down'.",
    discussion: "A network that is up already is left as it is.")

  @OptionGroup var arguments: NetworkNamesArgument
  @Flag(name: .shortAndLong, help: "Say nothing but warnings and errors.") var quiet = false

  func run() async throws {
    let host = VMHost()
    try await arguments.forEach { name throws(RuntimeError) in
      let up = try await host.networkUp(name)
      if !quiet { Terminal.message(NetworkReport.up(up)) }
      for warning in up.warnings { Terminal.message("\(name): \(warning)") }
      if let deadline = up.status.unconfirmedUntil { try await UplinkQuestion(name: name, until: deadline).ask(host) }
    }
  }
}
