internal import ArgumentParser
internal import VMRuntime

/// The network that a verb is about.
struct NetworkNameArgument: ParsableArguments {
  @Argument(help: "The network's name.", completion: .custom { _, _, _ in LiveNames.networks })
  var name: String
}

/// One network or several.
struct NetworkNamesArgument: ParsableArguments, NamedThings {
  @Argument(help: "Names of networks.", completion: .custom { _, _, _ in LiveNames.networks })
  var names: [String]
}

extension LiveNames {
  static var networks: [String] { VMHost().networkStatuses().map(\.name) }

  /// Networks that are up, and the namespaces in them.
  static var namespaces: [String] {
    let up = VMHost().networkStatuses().filter { $0.state == .up }
    return (up.map(\.name) + up.flatMap { $0.namespaces.map(\.name) }).sorted()
  }
}
