internal import ArgumentParser
internal import DiskImage
internal import VMRuntime

struct ImageCommit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "commit", abstract: "Make an image of what a stopped machine's disk holds now.",
    discussion: """
      Without --name it is a new version of the image that the disk stands on: new machines start from it, those that \
      are there keep theirs. The disk itself stays as it is. The guest's keys and logs go into the image, too.
      """)

  @OptionGroup var machine: DiskArgument
  @Option(help: "The name of a new image.") var name: String?

  func run() async throws {
    let image = try await machine.machine().commitDisk(as: name) { Terminal.message("\(machine.name): \($0)") }
    Terminal.message("\(machine.name): committed as \(image.name) \(image.version), \(image.disk)")
  }
}
