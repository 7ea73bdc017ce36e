internal import ArgumentParser
internal import VMProfile
internal import VMRuntime

struct ImageRebase: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebase", abstract: "Put a stopped machine's disk onto another image, with all that is on it.",
    discussion: """
      The guest sees what it saw before: where the images differ, the disk gets what the old one had. Without IMAGE it is \
      the image that the profile names, as it is now.
      """)

  @OptionGroup var machine: DiskArgument
  @Argument(
    help: "An image's name, or the path of a file.", completion: .custom { _, _, _ in LiveNames.storedImages })
  var image: String?
  @Flag(help: "Take the image below as it is now, though it was changed: files of the guest may be damaged.")
  var acceptBase = false

  func validate() throws {
    if acceptBase, image != nil { throw ValidationError("--accept-base is about the image that the disk stands on") }
    _ = try reference
  }

  private var reference: ImageReference? {
    get throws {
      do { return try image.map { try ImageReference(parsing: $0) } } catch { throw ValidationError("\(error)") }
    }
  }

  private static let forFile = "`qemu-img rebase -b BASE -F FORMAT FILE` puts a file onto another one"

  func run() async throws {
    if acceptBase {
      let base = try await machine.machine(Self.forFile).acceptBase()
      return Terminal.message("\(machine.name): stands on \(base) as it is now")
    }
    let reference = try reference
    let (base, isNew) = try await machine.machine(Self.forFile).rebaseDisk(onto: reference)
    Terminal.message("\(machine.name): \(isNew ? "stands on" : "stands already on") \(base)")
  }
}
