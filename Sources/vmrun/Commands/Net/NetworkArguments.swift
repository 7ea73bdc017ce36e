internal import ArgumentParser
internal import VMRuntime

/// The network that a verb is about.
struct NetworkNameArgument: ParsableArguments {
  @Argument(help: "The network's name.", completion: .custom { _, _, _ in LiveNames.networks })
  var name: String
}

/// One network or several.
struct NetworkNamesArgument: ParsableArguments {
  @Argument(help: "Names of networks.", completion: .custom { _, _, _ in LiveNames.networks })
  var names: [String]

  /// Does the same to each; the first failure decides the exit code, the others are still done.
  func forEach(_ body: (String) async throws(RuntimeError) -> Void) async throws {
    var first: RuntimeError?
    for name in names {
      do throws(RuntimeError) {
        try await body(name)
      } catch {
        if first == nil { first = error }
        Failure.report(error)
      }
    }
    if let first { throw ExitCode(Failure.code(first.kind)) }
  }
}

extension LiveNames {
  static var networks: [String] { VMHost().networkStatuses().map(\.name) }

  /// Networks that are up, and the namespaces in them.
  static var namespaces: [String] {
    let up = VMHost().networkStatuses().filter { $0.state == .up }
    return (up.map(\.name) + up.flatMap { $0.namespaces.map(\.name) }).sorted()
  }
}
