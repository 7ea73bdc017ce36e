internal import ArgumentParser
internal import DiskImage
internal import VMProfile
internal import VMRuntime

struct ImagePull: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pull", abstract: "Fetch an image, check it and put it into the store.",
    discussion: """
      NAME is looked for in the catalogue that VMRUN_CATALOG names (a path or a URL), in Images/catalog.yml beside your \
      profiles, and in the one that comes with vmrun. With a URL or a file say how the image is called and which digest \
      its publisher names: vmrun image pull https://example.org/disk.qcow2 --name mine --digest sha256:…

      A pull that broke off is gone on with by the next one. Proxies are those of curl: https_proxy, http_proxy, no_proxy.
      """)

  @Argument(
    help: "A name from a catalogue, a URL or the path of a file.",
    completion: .custom { _, _, _ in LiveNames.catalogImages })
  var source: String
  @Option(help: "How the image is called; for a URL or a file.") var name: String?
  @OptionGroup var options: PullOptions

  func validate() throws {
    guard source.contains("/") || name == nil else {
      throw ValidationError("--name is for a URL or a path: write ./\(source) for a file here")
    }
    guard source.contains("/") || !options.isGiven else {
      throw ValidationError(
        "--digest, --user, --firmware and --replace are for a URL or a file: a catalogue has its own")
    }
    guard !source.contains("/") || name != nil else {
      throw ValidationError("say how the image is called: --name NAME")
    }
  }

  func run() async throws {
    guard let name else {
      return try await PullReport.run(source) { progress in
        try await VMHost().pullImage(source, arch: options.arch?.architecture, progress: progress)
      }
    }
    try await options.bring(source, as: name)
  }
}

struct ImageImport: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Copy a disk of this host into the store.",
    discussion: """
      It may be a qcow2 or a raw disk, also packed by xz, gzip or zstd. The same file again, changed, is a new version of \
      the image; a name that stands for something else is left alone unless --replace is given.
      """)

  @Argument(help: "The file.", completion: .file()) var file: String
  @Option(help: "How the image is called.") var name: String
  @OptionGroup var options: PullOptions

  func validate() throws {
    guard !file.contains("://") else { throw ValidationError("this is a URL: use `vmrun image pull`") }
  }

  func run() async throws { try await options.bring(file, as: name) }
}

/// What can be said of an image that no catalogue knows.
struct PullOptions: ParsableArguments {
  @Option(help: "The guest's architecture; the host's unless given.") var arch: ArchitectureOption?
  @Option(help: "What the file has to be: sha256:… or sha512:…") var digest: String?
  @Option(help: "Whom ssh logs in as.") var user: String?
  @Option(help: "What it boots with: bios or uefi.") var firmware: FirmwareOption?

  @Flag(help: "Make it a new version of the image of that name, though that came from elsewhere.") var replace = false

  var isGiven: Bool { digest != nil || user != nil || firmware != nil || replace }

  func validate() throws {
    if let user, !UserName.isValid(user) {
      throw ValidationError("'\(user)' is no user's name: it has letters, digits, '-' and '_', a letter first")
    }
    _ = try wanted
  }

  private var wanted: ImageDigest? {
    get throws {
      guard let digest else { return nil }
      do { return try ImageDigest(parsing: digest) } catch { throw ValidationError("--digest \(error)") }
    }
  }

  func bring(_ source: String, as name: String) async throws {
    let wanted = try wanted
    try await PullReport.run(name) { progress in
      try await VMHost().importImage(
        source, name: name, arch: arch?.architecture, digest: wanted, user: user, firmware: firmware?.firmware,
        replaces: replace, progress: progress)
    }
  }
}

struct FirmwareOption: ExpressibleByArgument {
  let firmware: CatalogEntry.Firmware

  init?(argument: String) {
    guard let firmware = CatalogEntry.Firmware(rawValue: argument) else { return nil }
    self.firmware = firmware
  }

  static var allValueStrings: [String] { CatalogEntry.Firmware.allCases.map(\.rawValue) }
}
