internal import ArgumentParser
internal import DiskImage
internal import VMProfile
internal import VMRuntime

struct ImageUse: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "use", abstract: "Make a version of an image that is here the current one.",
    discussion: """
      New machines start from the current version; those that are there keep the one that their disk stands on. \
      'vmrun image list' and 'vmrun image info NAME' show the versions that are here. The one that was current stays, \
      until 'vmrun image prune' or, if a recipe built it, the recipe's next build.
      """)

  @Argument(
    help: "The image's name and the version's, or its first letters: tiny@0123abc.",
    completion: .custom { _, _, _ in LiveNames.imageVersions })
  var image: String
  @Option(help: "The image's architecture; the host's unless given.") var arch: ArchitectureOption?

  func run() async throws {
    let host = VMHost()
    let words = image.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard words.count == 2, !words[1].isEmpty else {
      let versions = try host.storedArchitectures(words[0], arch?.architecture)
        .flatMap { host.imageVersions(words[0], $0) }.map { "\($0.name)@\($0.version) (\($0.arch.rawValue))" }
      throw RuntimeError(
        .usage, "say which version, as NAME@VERSION: there are \(versions.joined(separator: ", "))")
    }
    let (image, isNew) = try host.useImage(words[0], version: words[1], arch: arch?.architecture)
    Terminal.message(
      "\(image.name): version \(image.version), \(image.origin.text), is current \(isNew ? "now" : "already")")
  }
}

extension LiveNames {
  static var imageVersions: [String] {
    let host = VMHost()
    let versions = host.storedImages().flatMap { host.imageVersions($0.name, $0.arch) }
    return versions.map { "\($0.name)@\($0.version)" }.sorted()
  }
}
