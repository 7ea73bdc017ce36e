internal import ArgumentParser
internal import VMRuntime

struct NetCheck: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Say whether networks could come up here, and what is in the way; changes nothing.",
    discussion: "The exit code is 78 for a mistake in a file, 69 or 77 for what the host lacks or forbids.")

  @Argument(help: "Networks; all that can be seen unless given.", completion: .custom { _, _, _ in LiveNames.networks })
  var names: [String] = []

  func run() async throws {
    let host = VMHost()
    let names = names.isEmpty ? host.networkStatuses().map(\.name) : names
    if names.isEmpty {
      throw RuntimeError(.failed, "no network can be seen from here: write Profiles/networks/NAME.yml")
    }
    var first: RuntimeError?
    for name in names {
      do throws(RuntimeError) {
        let findings = try await host.networkCheck(name)
        Terminal.message("\(name): \(findings.isEmpty ? "nothing is in the way" : "no obstacle, but:")")
        for finding in findings { Terminal.message("  \(finding)") }
      } catch {
        if first == nil { first = error }
        Failure.report(error)
      }
    }
    if let first { throw ExitCode(Failure.code(first.kind)) }
  }
}
