internal import ArgumentParser
internal import VMRuntime

struct ImageBuild: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build",
    abstract: "Build an image by its recipe in Images/; does nothing when it is up to date.")

  @Argument(help: "The image's name.", completion: .custom { _, _, _ in VMHost().recipeNames() }) var name: String
  @Option(help: "The guest's architecture; the host's unless given.") var arch: ArchitectureOption?
  @Flag(help: "Build it again although the recipe is the same, for newer packages.") var force = false

  func run() async throws {
    let result = try await VMHost().buildImage(name, arch: arch?.architecture, force: force) { Terminal.message($0) }
    Terminal.message("\(name): \(result.wasBuilt ? "built" : "up to date"), \(result.image.disk)")
  }
}
