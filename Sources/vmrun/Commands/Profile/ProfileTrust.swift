internal import ArgumentParser
internal import JSON
internal import VMProfile
internal import VMRuntime

struct ProfileTrust: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trust", abstract: "Show what a profile from elsewhere reaches of this host, and allow it.",
    discussion: """
      Allowed is what is shown, as it is now: when a file that it comes from changes, 'vmrun start' asks again, and in a \
      script fails with 77. A project that you cloned yourself needs none of this: like its Makefile, you run it because \
      you chose to.
      """)

  @OptionGroup var argument: ProfileNameArgument
  @Flag(name: .shortAndLong, help: "Do not ask.") var yes = false
  @OptionGroup var output: FormatOption

  func run() async throws {
    let host = VMHost()
    let file = try host.profile(argument.name)
    guard let reach = try host.reach(of: file) else {
      if output.format != .table { return try output.format.write(.array([])) { "" } }
      return Terminal.message("\(argument.name): reaches nothing of this host that would have to be allowed")
    }
    try output.format.write(.array(reach.items.map(\.json))) { reach.lines.joined(separator: "\n") }
    if try host.isTrusted(reach) { return Terminal.message("\(reach.name): that is allowed already") }
    guard yes || TrustQuestion.canAsk else {
      throw RuntimeError(.usage, "'\(reach.name)' would be allowed that: say so with --yes")
    }
    guard yes || Terminal.confirm("'\(reach.name)' comes from \(reach.origin). Allow that, until it changes?") else {
      throw RuntimeError(.noPermission, "'\(reach.name)' is not allowed that")
    }
    try await host.trust(reach)
    Terminal.message("\(reach.name): allowed, until it changes")
  }
}

extension HostReach {
  fileprivate var json: JSONValue {
    [
      "kind": .string(kind.rawValue), "key": .string(keyPath),
      "location": location.map { .string("\($0)") } ?? .null, "sentence": .string(sentence),
    ]
  }
}
