internal import ArgumentParser
internal import VMRuntime

struct Pause: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pause", abstract: "Pause machines: their processors stop, nothing is lost.")

  @OptionGroup var arguments: NamesArgument

  func run() async throws {
    let host = VMHost()
    try await arguments.forEach { name throws(RuntimeError) in
      let didPause = try await host.existingMachine(name).pause()
      Terminal.message("\(name): \(didPause ? "paused" : "its processors stand still already")")
    }
  }
}

struct Resume: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "resume", abstract: "Let paused machines go on.")

  @OptionGroup var arguments: NamesArgument

  func run() async throws {
    let host = VMHost()
    try await arguments.forEach { name throws(RuntimeError) in
      let didResume = try await host.existingMachine(name).resume()
      Terminal.message("\(name): \(didResume ? "running again" : "was not paused")")
    }
  }
}
