internal import GLib
internal import Glibc
internal import HostTool
package import VMProfile

extension ImageStore {
  /// Makes an image by its recipe, unless the store has it from the same recipe.
  ///
  /// Whatever ends this process at whatever moment, the store has the old image or the new one, and the next
  /// build cleans up. Needs no privilege beyond what the recipe needs.
  ///
  /// - Parameters:
  ///   - force: make it again although the recipe is the same, for newer packages.
  ///   - cache: what the recipe downloads is kept here: `$XDG_CACHE_HOME/vmrun/images/NAME`.
  ///   - basesInUse: the base images of all instances' disks; asked after the new image is in place. Other old
  ///     versions that the recipe built are removed; what was pulled, imported or committed under its name stays.
  ///   - progress: gets one line for each step.
  package func build(
    _ recipe: Recipe, _ arch: Architecture, force: Bool = false, cache: String, limits: BuildLimits = BuildLimits(),
    basesInUse: @Sendable () -> Set<String>, progress: @escaping @Sendable (String) -> Void
  ) async throws(DiskImageError) -> BuildOutcome {
    guard let target = recipe.targets[arch] else {
      throw .unsupportedArchitecture(image: recipe.name, arch: arch, supported: recipe.architectures)
    }
    let content = try recipe.version(arch)
    if !force, let image = upToDate(recipe.name, arch, content) { return .upToDate(image) }
    try Durable.folder { () throws(GLibError) in try PrivateDirectory.ensure(folder(recipe.name, arch)) }
    let before = currentVersion(recipe.name, arch)
    let lock = try await acquireLock(recipe.name, limits.lock, progress)
    // Another vmrun may have made it while this one waited; a forced build is satisfied by one too.
    if let image = upToDate(recipe.name, arch, content), !force || image.version != before { return .upToDate(image) }
    if !force, let image = try takeBack(recipe.name, arch, content) {
      progress(isCurrentAgain(image))
      removeOldBuilds(recipe.name, arch, except: image.version, inUse: basesInUse(), progress)
      return .upToDate(image)
    }
    let build = ImageBuild(store: self, recipe: recipe, arch: arch, target: target, cache: cache, limits: limits)
    removeLeftovers(recipe.name)
    let version = freeVersion(recipe.name, arch, content)
    try await build.run(as: version, progress: progress)
    try Durable.link("\(folder(recipe.name, arch))/current", to: version)
    removeOldBuilds(recipe.name, arch, except: version, inUse: basesInUse(), progress)
    let image = try image(recipe.name, arch, version: version)
    if let old = before.flatMap({ try? self.image(recipe.name, arch, version: $0) }),
      let step = replaced(old, by: image)
    {
      progress(step)
    }
    withExtendedLifetime(lock) {}
    return .built(image)
  }

  /// The current image, if it is whole and was made from this recipe.
  private func upToDate(_ name: String, _ arch: Architecture, _ content: String) -> StoredImage? {
    guard let version = currentVersion(name, arch), version.hasPrefix(content) else { return nil }
    return try? image(name, arch, version: version)
  }

  /// An existing folder is never written to again.
  func freeVersion(_ name: String, _ arch: Architecture, _ content: String) -> String {
    var number = 1
    var version = content
    while FileStatus("\(folder(name, arch))/\(version)") != nil {
      number += 1
      version = "\(content)-\(number)"
    }
    return version
  }

  private func acquireLock(
    _ name: String, _ timeout: Duration, _ progress: @Sendable (String) -> Void
  ) async throws(DiskImageError) -> FileLock {
    let path = lockFile(name)
    do throws(GLibError) {
      if let lock = try FileLock.attempt(path) { return lock }
      progress("another vmrun is building image '\(name)': waiting for it")
      if let lock = try await FileLock.acquire(path, timeout: timeout) { return lock }
    } catch {
      throw .file(error.description)
    }
    if Task.isCancelled { throw .tool(.cancelled(tool: "build")) }
    throw .buildBusy(name: name, waited: timeout)
  }

  /// What the recipe made before, though another version is the current one now, or the build ended before it became it.
  private func takeBack(_ name: String, _ arch: Architecture, _ content: String) throws(DiskImageError) -> StoredImage?
  {
    let built = versions(name, arch).filter { $0.origin == .recipe && $0.version.hasPrefix(content) }
    // The last of those that were forced.
    guard let image = built.max(by: { ($0.version.utf8.count, $0.version) < ($1.version.utf8.count, $1.version) })
    else {
      return nil
    }
    try Durable.link("\(folder(name, arch))/current", to: image.version)
    return image
  }

  private func removeOldBuilds(
    _ name: String, _ arch: Architecture, except current: String, inUse: Set<String>,
    _ progress: @Sendable (String) -> Void
  ) {
    let old = versions(name, arch).filter { image in
      image.version != current && image.origin == .recipe && !inUse.contains { $0.hasPrefix(image.folder + "/") }
    }
    for image in old.sorted(by: { $0.version < $1.version }) {
      // What cannot be removed now is tried again by the next build.
      do throws(GLibError) { try Folder.remove(image.folder) } catch { continue }
      progress("removed version \(image.version), which this recipe built before and no machine stands on")
    }
  }
}
