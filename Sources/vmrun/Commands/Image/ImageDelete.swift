internal import ArgumentParser
internal import VMRuntime

struct ImageDelete: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete", abstract: "Remove images from the store; not those that a machine stands on.",
    aliases: ["rm"])

  @OptionGroup var arguments: ImageNamesArgument
  @Option(help: "Only for this architecture; for all unless given.") var arch: ArchitectureOption?
  @Flag(name: .shortAndLong, help: "Do not ask.") var yes = false

  func run() async throws {
    let host = VMHost()
    try await arguments.forEach { name throws(RuntimeError) in
      try host.storedArchitectures(name, arch?.architecture)
      let agreed = if yes { true } else { try ask(name) }
      guard agreed else { return Terminal.message("\(name): kept") }
      try host.deleteImage(name, arch: arch?.architecture)
      Terminal.message("\(name): deleted")
    }
  }

  private func ask(_ name: String) throws(RuntimeError) -> Bool {
    guard Terminal.inputIsTerminal else {
      throw RuntimeError(.usage, "the image '\(name)' would be deleted for good: say so with --yes")
    }
    return Terminal.confirm("Delete the image '\(name)' for good?")
  }
}

/// One image or several.
struct ImageNamesArgument: ParsableArguments, NamedThings {
  @Argument(help: "Names of images.", completion: .custom { _, _, _ in LiveNames.storedImages })
  var names: [String]
}
