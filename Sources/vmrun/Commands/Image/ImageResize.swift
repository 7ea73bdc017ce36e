internal import ArgumentParser
internal import VMProfile
internal import VMRuntime

struct ImageResize: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resize", abstract: "Make the disk of a stopped machine, or a disk's file, larger.",
    discussion: "The guest grows its file system by itself, if it is made to. A disk never shrinks.")

  @Argument(
    help: "The machine's name, or the path of a file.", completion: .custom { _, _, _ in LiveNames.machinesWithDisks })
  var name: String
  @Argument(help: "The new size: 20G.") var size: String

  func run() async throws {
    let wanted: ByteSize
    do { wanted = try ByteSize(parsing: size) } catch { throw ValidationError("\(error)") }
    let host = VMHost()
    let before =
      name.contains("/")
      ? try await host.resizeFile(name, to: wanted) : try await host.existingMachine(name).resizeDisk(to: wanted)
    Terminal.message("\(name): \(before == wanted ? "has \(wanted) already" : "\(wanted), was \(before)")")
  }
}
