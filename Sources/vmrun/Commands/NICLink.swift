internal import ArgumentParser
internal import VMRuntime

struct NICLink: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "link", abstract: "Plug a card's virtual cable in, or pull it out.")

  @OptionGroup var argument: NICArgument
  @Argument(help: "up or down.") var state: State

  /// The words for a cable.
  enum State: String, ExpressibleByArgument, CaseIterable { case up, down }

  func run() async throws {
    try await argument.machine(VMHost()).setLink(argument.id, up: state == .up)
    Terminal.message("\(argument.name): the link of \(argument.id) is \(state.rawValue)")
  }
}
