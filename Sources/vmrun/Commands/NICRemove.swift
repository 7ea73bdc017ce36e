internal import ArgumentParser
internal import VMRuntime

struct NICRemove: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Unplug a network card; the guest has to let go of it.",
    discussion: "The exit code is 0 when it is removed, 1 when the guest refuses, 75 when it has not answered in time.",
    aliases: ["rm"])

  @OptionGroup var argument: NICArgument
  @Option(help: "Seconds the guest may take.") var timeout: Int = 15

  func validate() throws {
    guard (0...86400).contains(timeout) else { throw ValidationError("--timeout takes 0 to 86400 seconds.") }
  }

  func run() async throws {
    let (name, id) = (argument.name, argument.id)
    let machine = try argument.machine(VMHost())
    let forwards = machine.status().nics.first { $0.id == id }?.forwards ?? []
    let outcome = try await Progress.show("waiting for the guest to let go of \(id)") {
      try await machine.removeNIC(id, timeout: .seconds(timeout))
    }
    switch outcome {
    case .removed:
      Terminal.message("\(name): \(id) is removed")
      for forward in forwards { Terminal.message("  and with it \(Describe.forward(forward))") }
    case .pending:
      throw RuntimeError(
        .timedOut,
        """
        the guest of '\(name)' has not let go of \(id) within \(timeout) s: it goes when the guest answers, \
        or at its next reset; `vmrun nic list \(name)` shows it
        """)
    case .refused(let reason): throw RuntimeError(.failed, "\(id) of '\(name)' stays: \(reason)")
    case .unknown(let reason):
      throw RuntimeError(.timedOut, "whether \(id) of '\(name)' is removed is not known: \(reason)")
    }
  }
}
