internal import ArgumentParser
internal import JSON
internal import MonitorShell
internal import VMProfile
internal import VMRuntime

struct ForwardCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forward", abstract: "Add and remove forwards from this host to a running machine.",
    subcommands: [ForwardAdd.self, ForwardRemove.self, ForwardList.self])
}

struct ForwardAdd: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Lead a port of this host to a port of the machine.",
    discussion:
      "Written as in a profile: 8081:80, 0:80 (vmrun chooses), 0.0.0.0:53:53/udp, ssh. It is gone with the next stop.")

  @OptionGroup var argument: NameArgument
  @Argument(help: "[host-ip:]host-port:guest-port[/udp], or ssh.") var forward: String
  @Option(help: "The card on user networking; the first unless given.") var nic: String?
  @OptionGroup var output: FormatOption

  func run() async throws {
    let wanted: PortForward
    do { wanted = try PortForward(parsing: forward) } catch { throw RuntimeError(.usage, "\(error)") }
    let added = try await argument.machine(VMHost()).addForward(wanted, nic: nic)
    try output.format.write(added.json) { "\(argument.name): \(Describe.forward(added.forward)) through \(added.nic)" }
  }
}

struct ForwardRemove: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Remove a forward; connections that exist go on.", aliases: ["rm"])

  @OptionGroup var argument: NameArgument
  @Argument(help: "The forward's host port, or the forward as it was added.") var forward: String
  @Option(help: "The card that it leads through.") var nic: String?

  func run() async throws {
    let selector = try ForwardSelector(forward)
    let removed = try await argument.machine(VMHost()).removeForward(selector, nic: nic)
    Terminal.message("\(argument.name): \(Describe.forward(removed.forward)) is removed")
  }
}

struct ForwardList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the forwards of a machine.", aliases: ["ls"])

  @OptionGroup var argument: NameArgument
  @OptionGroup var output: FormatOption

  func run() async throws {
    let machine = try argument.machine(VMHost())
    let forwards = try await machine.forwards()
    try output.format.write(.array(forwards.map(\.json))) {
      guard !forwards.isEmpty else {
        return "'\(argument.name)' \(machine.status().state.isAlive ? "has no forwards" : "does not run")"
      }
      return NetworkText.table(forwards, Palette(isColoured: Terminal.outputHasColour))
    }
  }
}
