internal import ArgumentParser
internal import VMProfile
internal import VMRuntime

struct Restart: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restart", abstract: "Stop machines and start them again from their profiles.")

  @OptionGroup var arguments: NamesArgument
  @Option(name: [.short, .long], help: "Seconds the guest may take to shut down.") var time: Int = 30

  func validate() throws {
    guard (0...86400).contains(time) else { throw ValidationError("--time takes 0 to 86400 seconds.") }
  }

  func run() async throws {
    let host = VMHost()
    try await arguments.forEach { name throws(RuntimeError) in
      // Read first: a broken profile must not cost a running machine.
      let file = try host.profile(name)
      try await TrustQuestion.ask(file, host)
      try host.requireTrust(in: file)
      let machine = host.machine(file.profile.name)
      let stopped = try await machine.stop(patience: .seconds(time))
      if stopped != .wasNotRunning { Terminal.message("\(name): \(Stop.text(stopped, time: time))") }
      let outcome = try await host.start(file)
      Terminal.message(StartReport.text(outcome))
      for warning in outcome.warnings { Terminal.message("\(name): \(warning)") }
    }
  }
}
