package import HostTool
package import VMProfile

/// What went wrong with a disk, an image or its recipe. The text says what to do.
package enum DiskImageError: Error, Sendable, Equatable {
  // Host
  /// A program of the host is missing, failed or hung.
  case tool(HostToolError)
  /// A file operation failed; the text names the object.
  case file(String)
  case noSpace(folder: String, message: String)

  // Disks
  case unreadableImage(path: String, reason: String)
  case unsupportedFormat(path: String, format: String)
  case notAnOverlay(path: String, reason: String)
  case baseMissing(overlay: String, base: String)
  case baseChanged(overlay: String, base: String)
  case baseReplaced(overlay: String, recorded: String, wanted: String)
  case wouldShrink(path: String, current: ByteSize, wanted: ByteSize)
  case smallerThanBase(base: String, size: ByteSize, wanted: ByteSize)
  case diskInUse(path: String)

  // Images
  case imageNotBuilt(name: String, arch: Architecture)
  case unknownImage(name: String, known: [String])
  case invalidImageName(String)
  case brokenImage(name: String, reason: String)
  case imageInUse(name: String, users: [String])
  case buildBusy(name: String, waited: Duration)
  case buildFailed(name: String, reason: String, log: String, lines: String)
  /// Exit status 69 of a recipe: the host lacks something.
  case hostLacks(name: String, message: String)

  // Cloud-init
  /// What a team wrote for its guests cannot be used; the text names the place.
  case invalidUserData(String)

  // Recipes
  /// Lines and columns count from 1.
  case invalidRecipe(file: String, line: Int, column: Int, message: String)
  case unsupportedArchitecture(image: String, arch: Architecture, supported: [Architecture])
}

extension DiskImageError {
  /// Whether the cause is what this host lacks, which is exit code 69 on the command line.
  package var isHostLacking: Bool {
    switch self {
    case .hostLacks, .unsupportedArchitecture, .tool(.missing): true
    default: false
    }
  }
}
