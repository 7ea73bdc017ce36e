internal import VMProfile
internal import VMRuntime

/// Asks whether a stranger's profile may reach the host. In a script nobody is asked, and the start refuses.
enum TrustQuestion {
  static var canAsk: Bool { Terminal.inputIsTerminal && Terminal.errorIsTerminal }

  /// One question after the other, before several machines are started at once. Profiles that cannot be read say so
  /// when they are started.
  static func ask(_ names: [String], _ host: VMHost) async throws(RuntimeError) {
    guard canAsk else { return }
    for name in names {
      if let file = try? host.profile(name) { try await ask(file, host) }
    }
  }

  static func ask(_ file: ProfileFile, _ host: VMHost) async throws(RuntimeError) {
    guard canAsk, let reach = try host.untrustedReach(of: file) else { return }
    Terminal.message("'\(reach.name)' comes from \(reach.origin), and reaches this host:")
    for line in reach.lines { Terminal.message("  \(line)") }
    guard Terminal.confirm("Allow that, until it changes?") else { throw refusal(reach) }
    try await host.trust(reach)
  }

  static func refusal(_ reach: ProfileReach) -> RuntimeError {
    RuntimeError(
      .noPermission,
      "'\(reach.name)' reaches this host in ways that are not allowed: see them with `vmrun profile trust \(reach.name)`"
    )
  }
}
