internal import GLib
internal import Glibc
internal import HostTool
internal import VMProfile

extension ImageStore {
  /// The beginning of the names of what is fetched and not yet checked.
  static let partialPrefix = ".partial-"

  /// Brings an image into the store, unless it is there with the same digest.
  ///
  /// Nothing uses the file before its digest is checked. Whatever ends this process at whatever moment, the store has
  /// what it had before, and what was fetched so far is used by the next pull. Of two at once, one fetches and the
  /// other waits for it. Old versions stay until `prune`.
  ///
  /// - Throws: `digestMismatch`, `pullFailed`, `noDigest` for a URL without one, `noSpace`, `unreadableImage` for a
  ///   disk that is not safe to open.
  package func pull(
    _ request: PullRequest, progress: @escaping @Sendable (PullProgress) -> Void
  ) async throws(DiskImageError) -> PullOutcome {
    try ImageName.check(request.name)
    if case .url(let url) = request.source, request.digest == nil { throw .noDigest(source: url) }
    if let image = current(request) { return .upToDate(image) }
    if case .file(let path) = request.source { try FileCopy.check(path, image: request.name, request.limits) }
    // Before anything is waited for or fetched.
    try checkOrigin(request)
    return try await locked(
      request.name, timeout: request.limits.lock,
      waiting: { progress(.step("another vmrun is at work on image '\(request.name)': waiting for it")) }
    ) { () throws(DiskImageError) in
      if let image = current(request) { return .upToDate(image) }
      removeLeftovers(request.name)
      if let image = try takeBack(request) {
        progress(.step(isCurrentAgain(image)))
        return .upToDate(image)
      }
      try checkOrigin(request)
      let before = (try? lookup(request.name, request.arch)) ?? nil
      let partial = partialFile(request)
      var isFetched = false
      do throws(DiskImageError) {
        let digest = try await ImageFetch(request: request, partial: partial).run(progress)
        isFetched = true
        let image = try await place(request.name, request.arch) { staging throws(DiskImageError) in
          try await unpack(request, partial, digest, into: staging, progress)
        }
        unlink(partial)
        if let step = replaced(before, by: image) { progress(.step(step)) }
        return .pulled(image)
      } catch {
        if !Self.isWorthKeeping(request.source, isWhole: isFetched, after: error) { unlink(partial) }
        throw error
      }
    }
  }

  /// Whether the next pull can go on with what was fetched: a copy of a file of this host is made anew anyhow, and what
  /// is whole and no disk will be none then.
  private static func isWorthKeeping(_ source: ImageSource, isWhole: Bool, after error: DiskImageError) -> Bool {
    guard case .url = source else { return false }
    guard isWhole else { return true }
    switch error {
    case .unreadableImage, .unsupportedFormat, .brokenImage, .damagedDisk: return false
    case .tool(let error): if case .failed = error { return false } else { return true }
    default: return true
    }
  }

  private func current(_ request: PullRequest) -> StoredImage? {
    guard let digest = request.digest, let image = (try? lookup(request.name, request.arch)) ?? nil,
      image.digest == digest
    else { return nil }
    return image
  }

  /// Whether the name is free, or stands for an earlier version of the same.
  private func checkOrigin(_ request: PullRequest) throws(DiskImageError) {
    guard !request.replaces, !hasVersion(request) else { return }
    let origin: StoredImage.Origin =
      switch request.source {
      case .url(let url): .pulled(url)
      case .file(let path): .imported(path)
      }
    try checkName(request.name, request.arch, for: origin)
  }

  private func hasVersion(_ request: PullRequest) -> Bool {
    request.digest.map { digest in versions(request.name, request.arch).contains { $0.digest == digest } } ?? false
  }

  /// An older version that is the one that is wanted: it becomes the current one again.
  private func takeBack(_ request: PullRequest) throws(DiskImageError) -> StoredImage? {
    guard let digest = request.digest,
      let image = versions(request.name, request.arch).first(where: { $0.digest == digest })
    else { return nil }
    try Durable.link("\(folder(request.name, request.arch))/current", to: image.version)
    unlink(partialFile(request))
    return image
  }

  /// The digest tells what it will be, wherever it comes from: another mirror can go on with it.
  private func partialFile(_ request: PullRequest) -> String {
    let tag = request.digest.map { String($0.digits.prefix(32)) } ?? "import"
    return "\(root)/\(request.name)/\(Self.partialPrefix)\(request.arch.rawValue)-\(tag)"
  }

  /// Makes the disk in the staging folder out of the fetched file, which stays until the image has its place.
  private func unpack(
    _ request: PullRequest, _ partial: String, _ digest: ImageDigest, into staging: String,
    _ progress: @Sendable (PullProgress) -> Void
  ) async throws(DiskImageError) -> StoredImage {
    let file = "\(staging)/disk"
    var diskDigest = digest
    if let compression = Compression(file: partial) {
      progress(.step("unpacking with \(compression.command[0])"))
      diskDigest = try await Unpacking(
        image: request.name, source: partial, target: file, compression: compression, limits: request.limits
      ).run()
    } else {
      guard link(partial, file) == 0 else { throw .file(GLibError.systemCall("put into place", partial).description) }
    }
    let format = try await DiskCheck.format(file, source: request.source.text)
    let disk = "\(staging)/disk.\(format)"
    guard rename(file, disk) == 0 else { throw .file(GLibError.systemCall("rename", file).description) }
    return StoredImage(
      name: request.name, arch: request.arch, version: String(digest.digits.prefix(12)),
      description: request.description, folder: staging, disk: disk, format: format, user: request.user, packages: [:],
      firmware: request.firmware?.rawValue, source: request.source.text, digest: digest, diskDigest: diskDigest,
      cloudInit: request.cloudInit)
  }
}
