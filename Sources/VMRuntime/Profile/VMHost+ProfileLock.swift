internal import DiskImage
internal import GLib
internal import QEMU
public import VMProfile
internal import Wording

/// What came of writing a lock.
public struct ProfileLockOutcome: Sendable {
  /// The lock's file.
  public var path: String
  /// What is in it now.
  public var lock: ProfileLock
  /// Profiles whose entry is new, has changed or is gone.
  public var changed: [VMName]
  /// Of images that only this host has: a line for each profile that was locked with one, as it is to be told.
  public var warnings: [String] = []
}

extension VMHost {
  /// Writes `Profiles/vmrun.lock` for profiles of the project that the current folder is in, as they are without
  /// anybody's own layer. All of them or none: what is wrong with any leaves the old lock as it is.
  ///
  /// - Parameter names: whose entries are written, beside which the others stay; empty: all, and entries of profiles that
  ///   are gone go.
  /// - Throws: `RuntimeError`: `invalidProfile` for profiles with mistakes, all of them, `unavailable` for an image that is
  ///   not there.
  public func lockProfiles(_ names: [VMName] = []) async throws(RuntimeError) -> ProfileLockOutcome {
    guard let folder = lookup.projectFolder(exists: Folder.exists) else {
      throw RuntimeError(.failed, "there is no Profiles folder here or above: write one with `vmrun profile new NAME`")
    }
    let path = "\(folder)/\(ProfileLock.fileName)"
    let present = profileNames(in: folder)
    for name in names where !present.contains("\(name)") {
      let hint = Suggestion.nearest(to: "\(name)", among: present).map { ": did you mean '\($0)'?" }
      throw RuntimeError(
        .invalidProfile,
        "there is no profile '\(name)' in \(Self.displayed(folder))\(hint ?? ", whose profiles the lock holds")")
    }
    let text = DurableFile.text(path)
    // One that cannot be read is written anew, but not in part.
    var old = ProfileLock()
    do throws(ProfileError) {
      if let text { old = try ProfileLock(yaml: text, file: Self.displayed(path)) }
    } catch {
      guard names.isEmpty else { throw RuntimeError(error) }
    }
    var lock = names.isEmpty ? ProfileLock() : old
    try await lockEntries(names.isEmpty ? present : names.map(\.description), in: folder, isAll: names.isEmpty, &lock)
    guard !lock.entries.isEmpty else { throw RuntimeError(.failed, "there is no profile in \(Self.displayed(folder))") }
    if text != lock.yaml {
      do throws(GLibError) {
        if text == nil {
          try DurableFile.write(lock.yaml.utf8, to: path, mode: 0o666)
        } else {
          try DurableFile.rewrite(lock.yaml.utf8, to: path)
        }
      } catch {
        throw RuntimeError(error)
      }
    }
    let all = Set(old.entries.keys).union(lock.entries.keys).filter { old.entries[$0] != lock.entries[$0] }
    let changed = all.sorted { $0.description < $1.description }
    let locked = lock.entries.filter { names.isEmpty || names.contains($0.key) }
    let warnings = locked.sorted { $0.key.description < $1.key.description }
      .compactMap { unpublishedImage(of: $0.key, $0.value) }
    return ProfileLockOutcome(path: Self.displayed(path), lock: lock, changed: changed, warnings: warnings)
  }

  /// What to say where nobody else can get what a profile was locked with; nil: nothing.
  private func unpublishedImage(of name: VMName, _ entry: ProfileLock.Entry) -> String? {
    // One that is named by its path is in the project.
    guard let image = entry.image, ImageName.isValid(image), let content = entry.content,
      let stored = imageStore.versions(image, entry.arch).first(where: { $0.content == content })
    else { return nil }
    switch stored.origin {
    case .recipe, .pulled: return nil
    case .imported, .committed: break
    }
    let catalogs = try? ImageFinder(directories: directories).catalogs.readOffline()
    guard catalogs?.find(image, entry.arch)?.digest.text != content else { return nil }
    let what =
      "\(name): nobody else can get its image '\(image)' but from you: that was \(stored.origin.text), and is in no "
      + "catalogue and of no recipe"
    // An import has a disk alone.
    guard stored.kernel == nil else { return what + "; a recipe in Images/ makes it for everybody" }
    return what + "; hand on \(stored.disk), which `vmrun image import FILE --name \(image)` takes"
  }

  private func lockEntries(
    _ names: [String], in folder: String, isAll: Bool, _ lock: inout ProfileLock
  ) async throws(RuntimeError) {
    var failures: [RuntimeError] = []
    var right: [String] = []
    for name in names {
      do throws(RuntimeError) {
        let file = try profile(at: "\(folder)/\(name).yml", withLocal: false)
        lock.entries[file.profile.name] = try await lockEntry(of: file)
        right.append(name)
      } catch {
        failures.append(error)
      }
    }
    guard let first = failures.first else { return }
    var lines = failures.map(\.message)
    if isAll, !right.isEmpty {
      let command = "vmrun profile lock \(right.prefix(20).joined(separator: " "))\(right.count > 20 ? " …" : "")"
      lines.append("nothing was locked: correct that, or lock the others by name, `\(command)`")
    }
    throw RuntimeError(
      failures.contains { $0.kind == .invalidProfile } ? .invalidProfile : first.kind, lines.joined(separator: "\n"))
  }

  private func lockEntry(of file: ProfileFile) async throws(RuntimeError) -> ProfileLock.Entry {
    let arch = file.profile.arch ?? .host
    let content = FileContent(cache: directories.cache)
    do throws(RuntimeError) {
      let image = try await ImageFinder(directories: directories).find(file, architecture: arch, recorded: nil)
      var imageContent = image?.content
      if let path = image?.file { imageContent = try await content.current(path) }
      var files: [String: String] = [:]
      for locked in file.lockedFiles { files[locked.key] = try await content.current(locked.path) }
      let qemu = try await QEMUBinary.load(arch, cache: directories.cache)
      let oldest = QEMUVersion.oldest(for: file.profile, present: qemu.capabilities.version)
      return ProfileLock.Entry(
        image: file.profile.image?.description, arch: arch, content: imageContent, files: files,
        qemu: "\(oldest.major).\(oldest.minor)")
    } catch {
      throw RuntimeError(error.kind, "'\(file.profile.name)' cannot be locked: \(error.message)")
    }
  }
}
