internal import ArgumentParser
internal import JSON
internal import VMRuntime
internal import Wording

struct NetList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the networks that are up, and those that can be seen from here.",
    aliases: ["ls"])

  @OptionGroup var output: FormatOption
  @Flag(name: .shortAndLong, help: "Print names only.") var quiet = false

  func run() async throws {
    let networks = VMHost().networkStatuses()
    if quiet { return networks.forEach { Terminal.output($0.name) } }
    try output.format.write(.array(networks.map(\.json))) {
      guard !networks.isEmpty else { return "no networks: write a file such as Profiles/networks/lab.yml" }
      var table = ColumnTable(["NAME", "STATE", "BRIDGE", "ADDRESS", "DHCP", "NAT", "MACHINES", "NAMESPACES"])
      for network in networks {
        table.append([
          network.name, network.state.rawValue, network.bridge ?? "-", network.address ?? "-", network.dhcp ?? "-",
          network.nat ?? "-", network.machines.filter(\.isRunning).map(\.machine).joined(separator: " "),
          network.namespaces.map(\.name).joined(separator: " "),
        ])
      }
      return table.text()
    }
  }
}
