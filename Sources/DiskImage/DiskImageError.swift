package import HostTool
package import VMProfile

/// What went wrong with a disk, an image or its recipe. The text says what to do.
package enum DiskImageError: Error, Sendable, Equatable {
  // Host
  /// A program of the host is missing, failed or hung.
  case tool(HostToolError)
  /// A file operation failed; the text names the object.
  case file(String)
  /// The text names the object.
  case noPermission(String)
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
  /// A disk that exists, and that would be cut off by a base that is larger.
  case overlaySmallerThanBase(overlay: String, size: ByteSize, base: String, baseSize: ByteSize)
  case diskInUse(path: String)
  case damagedDisk(path: String, message: String)

  // Images
  case imageNotBuilt(name: String, arch: Architecture)
  /// It is in a catalogue; `hasRecipe`: it can be built, too.
  case imageNotPulled(name: String, arch: Architecture, hasRecipe: Bool)
  case imageNotStored(name: String, known: [String])
  case notInCatalog(name: String, arch: Architecture, others: [Architecture])
  case unknownImage(name: String, known: [String])
  case invalidImageName(String)
  case brokenImage(name: String, reason: String)
  case imageInUse(name: String, users: [String])
  /// The name stands for something of another origin, `origin`, whose version is `version`.
  case nameTaken(name: String, arch: Architecture, origin: String, version: String)
  case noSuchVersion(name: String, version: String, known: [String])
  case imageBusy(name: String, waited: Duration)
  case buildBusy(name: String, waited: Duration)
  case buildFailed(name: String, reason: String, log: String, lines: String)
  /// Exit status 69 of a recipe: the host lacks something.
  case hostLacks(name: String, message: String)

  // Cloud-init
  /// What a team wrote for its guests cannot be used; the text names the place.
  case invalidUserData(String)

  // Pulls
  case catalogUnavailable(origin: String, reason: String)
  case pullFailed(name: String, source: String, reason: String)
  /// `searched`: the catalogues that were read.
  case notInAnyCatalog(name: String, known: [String], recipes: [String], searched: [String])
  case digestMismatch(name: String, source: String, wanted: String, got: String)
  /// A URL without a digest.
  case noDigest(source: String)

  // Recipes and catalogues
  /// Lines and columns count from 1.
  case invalidRecipe(file: String, line: Int, column: Int, message: String)
  case unsupportedArchitecture(image: String, arch: Architecture, supported: [Architecture])
}

extension DiskImageError {
  /// Whether there is no such image on this host.
  package var isImageMissing: Bool {
    switch self {
    case .imageNotBuilt, .imageNotPulled, .notInCatalog, .unknownImage, .unsupportedArchitecture: true
    default: false
    }
  }

  /// Whether it is about a disk's content, and not about the looking.
  package var isDamage: Bool {
    switch self {
    case .damagedDisk, .baseMissing, .baseChanged, .unreadableImage, .notAnOverlay: true
    default: false
    }
  }

  /// Whether the cause is what this host lacks, which is exit code 69 on the command line.
  package var isHostLacking: Bool {
    switch self {
    case .hostLacks, .unsupportedArchitecture, .tool(.missing), .imageNotPulled, .notInCatalog: true
    default: false
    }
  }
}
