internal import ArgumentParser
internal import VMRuntime

struct Start: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "start", abstract: "Start machines and return when they run.",
    discussion: "A machine that runs already is left alone. 'vmrun wait NAME --for ssh' waits until it can be reached.")

  @OptionGroup var arguments: NamesArgument
  @Flag(help: "Throw away what the guest writes in this run.") var ephemeral = false
  @Option(help: "Seconds QEMU may take until it answers; then it is ended, and the exit code is 75.")
  var timeout: Int = 60
  @Flag(name: .shortAndLong, help: "Say nothing but errors.") var quiet = false

  func validate() throws {
    guard (1...86400).contains(timeout) else { throw ValidationError("--timeout takes 1 to 86400 seconds.") }
  }

  func run() async throws {
    let host = VMHost()
    var options = StartOptions(ephemeral: ephemeral)
    options.patience = .seconds(timeout)
    // This process ends soon.
    options.keepsChild = true
    options.keeper = NetworkKeeper(command: [host.program, "net", "leave"])
    let (ready, isQuiet) = (options, quiet)
    try await TrustQuestion.ask(arguments.names, host)
    try await arguments.forEachAtOnce { name throws(RuntimeError) in
      let outcome = try await host.start(try host.profile(name), options: ready)
      var warnings = outcome.warnings
      if ready.ephemeral, outcome.wasRunning, outcome.status.disks.contains(where: { !$0.ephemeral && !$0.isReadOnly })
      {
        warnings.append("this run keeps what the guest writes: it was started without --ephemeral")
      }
      return (isQuiet ? [] : [StartReport.text(outcome)]) + warnings.map { "\(name): \($0)" }
    }
  }
}

/// What `start` says of a machine that runs.
enum StartReport {
  static func text(_ outcome: StartOutcome) -> String {
    let status = outcome.status
    let name = status.name
    if outcome.wasRunning, status.state == .crashed {
      return "\(name): \(status.reason ?? "crashed") (pid \(outcome.pid)): begin anew with `vmrun restart \(name)`"
    }
    if outcome.wasRunning { return "\(name): is \(status.state.rawValue) already (pid \(outcome.pid))" }
    var lines = ["\(name): running under \(status.accelerator.map(Describe.accelerator) ?? "QEMU"), pid \(outcome.pid)"]
    // `status` and `doctor` tell the rest of it.
    if let reason = status.acceleratorReason?.split(separator: ":").first { lines[0] += " (\(reason))" }
    for forward in status.forwards { lines.append("  \(Describe.forward(forward))") }
    for nic in status.nics where nic.attachment == "network" {
      // One that the guest gets by DHCP shows later, in `status`.
      let address = nic.addresses?.first.map { ": \($0)" } ?? ""
      lines.append("  \(nic.detail ?? "network")\(address) (\(nic.id))")
    }
    return lines.joined(separator: "\n")
  }
}
