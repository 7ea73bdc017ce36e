internal import ArgumentParser
internal import DiskImage
internal import VMRuntime

struct ImageCommit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "commit", abstract: "Make an image of what a stopped machine's disk holds now.",
    discussion: """
      Without --name it is a new version of the image that the disk stands on: new machines start from it, those that \
      are there keep theirs, and 'vmrun image use NAME@VERSION' goes back. The disk itself stays as it is. The guest's keys and logs go into the image, too.
      """)

  @OptionGroup var machine: DiskArgument
  @Option(help: "The name of a new image.") var name: String?
  @Flag(help: "Make it a new version of the image of that name, though that is another one.") var replace = false

  func validate() throws {
    if replace, name == nil { throw ValidationError("--replace is about the name that --name gives") }
  }

  private static let forFile = "`vmrun image import FILE --name NAME` makes an image of a file"

  func run() async throws {
    let image = try await machine.machine(Self.forFile).commitDisk(as: name, replaces: replace) {
      Terminal.message("\(machine.name): \($0)")
    }
    Terminal.message("\(machine.name): committed as \(image.name) \(image.version), \(image.disk)")
  }
}
