internal import ArgumentParser
internal import JSON
internal import VMProfile
internal import VMRuntime
internal import Wording

struct Image: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "image", abstract: "Build and list the images that machines start from.",
    subcommands: [ImageBuild.self, ImageList.self])
}

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

struct ImageList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the images that are built, and the recipes.", aliases: ["ls"])

  @OptionGroup var output: FormatOption

  func run() async throws {
    let host = VMHost()
    let images = host.images()
    let unbuilt = host.recipeNames().filter { name in !images.contains { $0.name == name } }
    let rows: [JSONValue] = images.map {
      [
        "name": .string($0.name), "arch": .string($0.arch.rawValue), "version": .string($0.version),
        "disk": .string($0.disk), "description": .string($0.description),
      ]
    }
    let missing: [JSONValue] = unbuilt.map {
      ["name": .string($0), "arch": nil, "version": nil, "disk": nil, "description": nil]
    }
    try output.format.write(.array(rows + missing)) {
      var table = ColumnTable(["NAME", "ARCH", "VERSION", "DESCRIPTION"])
      for image in images { table.append([image.name, image.arch.rawValue, image.version, image.description]) }
      for name in unbuilt { table.append([name, "-", "-", "not built: run `vmrun image build \(name)`"]) }
      return table.text()
    }
  }
}
