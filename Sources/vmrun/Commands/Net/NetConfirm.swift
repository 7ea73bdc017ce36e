internal import ArgumentParser
internal import VMRuntime

struct NetConfirm: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "confirm", abstract: "Keep a network whose bridge has taken over the host's own interface.",
    discussion: "Without it the interface gets its addresses back after 30 seconds, so that a remote host is not lost.")

  @OptionGroup var argument: NetworkNameArgument

  func run() async throws {
    try await VMHost().confirmUplink(argument.name)
    Terminal.message("\(argument.name): stays")
  }
}

/// Asks whether the host can still be reached.
struct UplinkQuestion {
  let name: String
  /// Seconds since 1970.
  let until: Int64

  func ask(_ host: VMHost) async throws(RuntimeError) {
    Terminal.message(
      "\(name): the interface gets its addresses back in 30 s unless this is confirmed: `vmrun net confirm \(name)`")
    guard Terminal.inputIsTerminal, Terminal.errorIsTerminal else { return }
    guard Terminal.confirm("\(name): can you still reach this host, and keep it so?") else {
      Terminal.message("\(name): not confirmed")
      return
    }
    try await host.confirmUplink(name)
    Terminal.message("\(name): stays")
  }
}
