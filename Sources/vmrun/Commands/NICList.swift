internal import ArgumentParser
internal import JSON
internal import MonitorShell
internal import VMRuntime

struct NICList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List a machine's network cards.", aliases: ["ls"])

  @OptionGroup var argument: NameArgument
  @OptionGroup var output: FormatOption

  func run() async throws {
    let status = try await argument.machine(VMHost()).liveStatus()
    let nics = status.nics
    if !status.state.isAlive, !nics.isEmpty {
      Terminal.message("'\(argument.name)' is \(status.state.rawValue): these cards are the profile's as it ran last")
    }
    try output.format.write(.array(nics.map(\.json))) {
      guard !nics.isEmpty else {
        return "'\(argument.name)' \(status.accelerator == nil ? "was not started yet" : "has no network cards")"
      }
      return NetworkText.table(nics, Palette(isColoured: Terminal.outputHasColour))
    }
  }
}
