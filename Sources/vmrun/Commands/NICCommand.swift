internal import ArgumentParser

struct NICCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "nic", abstract: "Plug, unplug and watch the network cards of a running machine.",
    subcommands: [NICAdd.self, NICRemove.self, NICLink.self, NICList.self, NICCapture.self])
}
