internal import GLib
internal import Glibc
internal import HostTool
package import VMProfile

extension ImageStore {
  func lockFile(_ name: String) -> String { "\(root)/\(name)/build.lock" }

  func processFile(_ name: String) -> String { "\(root)/\(name)/build.pid" }

  /// Ends the script of a build that was killed, and removes what it or a pull had begun. The caller holds the
  /// image's lock. What a pull has fetched stays: the next one goes on with it.
  func removeLeftovers(_ name: String) {
    ProcessRecord(file: processFile(name))?.endGroup()
    unlink(processFile(name))
    DurableFile.removeLeftovers(of: processFile(name))
    let folder = "\(root)/\(name)"
    for entry in Folder.names(in: folder) where entry.hasPrefix(StagedFolder.prefix) {
      try? Folder.remove("\(folder)/\(entry)")
    }
    for arch in Architecture.allCases { TemporaryName.removeLeftovers(of: "\(self.folder(name, arch))/current") }
  }

  /// Takes the lock of an image, under which its versions are made and removed.
  ///
  /// - Throws: `imageBusy` when somebody else has it for too long.
  func locked<Value>(
    _ name: String, timeout: Duration, waiting: () -> Void, _ body: () async throws(DiskImageError) -> Value
  ) async throws(DiskImageError) -> Value {
    try Durable.folder { () throws(GLibError) in try PrivateDirectory.ensure("\(root)/\(name)") }
    let lock = try await acquireLock(name, timeout, waiting)
    defer { withExtendedLifetime(lock) {} }
    return try await body()
  }

  private func acquireLock(
    _ name: String, _ timeout: Duration, _ waiting: () -> Void
  ) async throws(DiskImageError) -> FileLock {
    do throws(GLibError) {
      if let lock = try FileLock.attempt(lockFile(name)) { return lock }
      waiting()
      if let lock = try await FileLock.acquire(lockFile(name), timeout: timeout) { return lock }
    } catch {
      throw .file(error.description)
    }
    if Task.isCancelled { throw .tool(.cancelled(tool: "image")) }
    throw .imageBusy(name: name, waited: timeout)
  }

  /// Makes a folder in which an image is put together, hands it over, and puts the result into place as the image's
  /// current version. The caller holds the image's lock.
  ///
  /// - Parameter body: fills the folder, but for the manifest, and returns what goes into it.
  func place(
    _ name: String, _ arch: Architecture, _ body: (String) async throws(DiskImageError) -> StoredImage
  ) async throws(DiskImageError) -> StoredImage {
    try Durable.folder { () throws(GLibError) in try PrivateDirectory.ensure(folder(name, arch)) }
    let staging = try Durable.folder { () throws(GLibError) in
      try Folder.temporary(prefix: "\(root)/\(name)/\(StagedFolder.prefix)\(getpid())-")
    }
    do throws(DiskImageError) {
      let image = try await body(staging)
      try Durable.write(ImageManifest.text(image), to: "\(staging)/\(ImageManifest.fileName)")
      if case .failure(let fault) = ImageManifest.read(folder: staging, name: name, arch: arch, version: image.version)
      {
        throw DiskImageError.brokenImage(name: name, reason: fault.reason)
      }
      try StagedFolder.seal(staging) { .brokenImage(name: name, reason: "\($0) is not a file") }
      guard !Task.isCancelled else { throw DiskImageError.tool(.cancelled(tool: "image")) }
      let version = freeVersion(name, arch, image.version)
      try Durable.rename(staging, to: "\(folder(name, arch))/\(version)")
      try Durable.link("\(folder(name, arch))/current", to: version)
      return try self.image(name, arch, version: version)
    } catch {
      try? Folder.remove(staging)
      throw error
    }
  }

  /// All versions of an image that are whole, the current one first.
  package func versions(_ name: String, _ arch: Architecture) -> [StoredImage] {
    let current = currentVersion(name, arch)
    let names = Folder.names(in: folder(name, arch)).filter { $0 != "current" && ImageName.isValid($0) }
    let images = names.compactMap { try? image(name, arch, version: $0) }
    return images.filter { $0.version == current } + images.filter { $0.version != current }
  }

  /// The version that a file belongs to; nil for a file that is none of the store's.
  package func image(containing path: String) -> StoredImage? {
    guard path.hasPrefix(root + "/") else { return nil }
    let parts = path.dropFirst(root.count + 1).split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 4, let arch = Architecture(rawValue: parts[1]), parts[2] != "current",
      parts.allSatisfy(ImageName.isValid)
    else { return nil }
    return try? image(parts[0], arch, version: parts[2])
  }

  /// Whether it is the version that new VMs start from.
  package func isCurrent(_ image: StoredImage) -> Bool { currentVersion(image.name, image.arch) == image.version }
}
