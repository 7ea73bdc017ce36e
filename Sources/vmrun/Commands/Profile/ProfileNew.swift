internal import ArgumentParser
internal import VMProfile
internal import VMRuntime

struct ProfileNew: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Write a new profile with comments into Profiles/.",
    discussion: """
      The nearest Profiles/ going up from the current folder is used, or one is made here. In a git work tree people's \
      own layers (Profiles/*.local.yml) are put into .gitignore.
      """)

  @Argument(help: "The machine's name.") var name: String
  @Option(
    help: "An image's name, or a path with a '/' from the folder of profiles.",
    completion: .custom { _, _, _ in VMHost().recipeNames() })
  var image = "tiny"
  @Option(
    help: "What its card is plugged into: user, passt, tap, none, off for no card, or a network's name.",
    completion: .custom { _, _, _ in ["user", "passt", "tap", "none", "off"] + LiveNames.networks })
  var network = "user"
  @Flag(name: .shortAndLong, help: "Say nothing but errors.") var quiet = false

  func run() async throws {
    let name: VMName
    let image: ImageReference
    do {
      name = try VMName(parsing: self.name)
      image = try ImageReference(parsing: self.image)
    } catch {
      throw RuntimeError(.usage, "\(error)")
    }
    let outcome = try VMHost().newProfile(name, image: image, attachment: try attachment())
    guard !quiet else { return }
    Terminal.message("\(name): written to \(outcome.path): start it with `vmrun start \(name)`")
    if let file = outcome.ignoreFile { Terminal.message("\(file): git now leaves Profiles/*.local.yml alone") }
  }

  private func attachment() throws(RuntimeError) -> Attachment? {
    switch network {
    case "user": return .user(forwards: [.ssh])
    case "passt": return .passt(forwards: [.ssh])
    case "tap": return .tap(.made(bridge: nil))
    case "none": return Attachment.none
    case "off": return nil
    default:
      do throws(InvalidValue) { return .network(try NetworkName(parsing: network)) } catch {
        throw RuntimeError(.usage, "--network is \(error), or user, passt, tap, none or off")
      }
    }
  }
}
