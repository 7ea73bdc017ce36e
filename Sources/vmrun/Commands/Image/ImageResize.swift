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

  private var wanted: ByteSize {
    get throws { do { return try ByteSize(parsing: size) } catch { throw ValidationError("\(error)") } }
  }

  func validate() throws { _ = try wanted }

  func run() async throws {
    let wanted = try wanted
    let host = VMHost()
    let before =
      host.isPath(name)
      ? try await host.resizeFile(name, to: wanted)
      : try await host.machineWithDisk(name, otherwise: "for that write ./\(name)").resizeDisk(to: wanted)
    Terminal.message("\(name): \(before == wanted ? "has \(wanted) already" : "\(wanted), was \(before)")")
  }
}
