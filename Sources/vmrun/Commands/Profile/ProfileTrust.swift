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
    let own = try host.ownReach(of: file)
    guard let reach = try host.reach(of: file) else { return try showOwn(own, isOwn: host.isOwn(file)) }
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

extension ProfileTrust {
  /// What needs no permission is still worth seeing.
  private func showOwn(_ items: [HostReach], isOwn: Bool) throws {
    let nothing = "reaches nothing of this host that would have to be allowed"
    if output.format == .table, items.isEmpty {
      return Terminal.message("\(argument.name): \(isOwn ? "your own, and " : "")\(nothing)")
    }
    try output.format.write(.array(items.map(\.json))) { items.map(\.line).joined(separator: "\n") }
    Terminal.message(
      isOwn
        ? "\(argument.name): your own: needs no permission"
        : "\(argument.name): that is of your own files: needs no permission")
  }
}

extension HostReach {
  fileprivate var json: JSONValue {
    [
      "kind": .string(kind.rawValue), "key": .string(keyPath),
      "location": location.map { .string("\($0)") } ?? .null, "sentence": .string(sentence),
      "path": path.map(JSONValue.string) ?? .null,
    ]
  }
}
