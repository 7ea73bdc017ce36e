internal import ArgumentParser
internal import VMRuntime

struct ImageFlatten: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flatten", abstract: "Make a stopped machine's disk independent of its image.",
    discussion: "The disk gets a copy of all that it has from the image, and takes as much space.")

  @OptionGroup var machine: DiskArgument

  private static let forFile = "`qemu-img convert -O qcow2 FILE NEW` makes of a file one that stands on no other"

  func run() async throws {
    let machine = try self.machine.machine(Self.forFile)
    try await Progress.show("flattening the disk of \(machine.name)") { try await machine.flattenDisk() }
    Terminal.message("\(machine.name): its disk stands on its own")
  }
}
