internal import GLib
internal import QEMU
public import VMProfile

/// What came of writing a lock.
public struct ProfileLockOutcome: Sendable {
  /// The lock's file.
  public var path: String
  /// What is in it now.
  public var lock: ProfileLock
  /// Profiles whose entry is new, has changed or is gone.
  public var changed: [VMName]
}

extension VMHost {
  /// Writes `Profiles/vmrun.lock` for all profiles of the project that the current folder is in, as they are without
  /// anybody's own layer.
  ///
  /// - Throws: `RuntimeError`: `invalidProfile` for a profile with mistakes, `unavailable` for an image that is not
  ///   there; then the old lock stays.
  public func lockProfiles() async throws(RuntimeError) -> ProfileLockOutcome {
    guard let folder = lookup.projectFolder(exists: Folder.exists) else {
      throw RuntimeError(.failed, "there is no Profiles folder here or above: write one with `vmrun profile new NAME`")
    }
    let path = "\(folder)/\(ProfileLock.fileName)"
    var lock = ProfileLock()
    for name in profileNames(in: folder) {
      let file = try profile(at: "\(folder)/\(name).yml", withLocal: false)
      lock.entries[file.profile.name] = try await lockEntry(of: file)
    }
    guard !lock.entries.isEmpty else { throw RuntimeError(.failed, "there is no profile in \(Self.displayed(folder))") }
    let text = DurableFile.text(path)
    let old = text.flatMap { try? ProfileLock(yaml: $0, file: path) } ?? ProfileLock()
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
    let names = Set(old.entries.keys).union(lock.entries.keys).filter { old.entries[$0] != lock.entries[$0] }
    let changed = names.sorted { $0.description < $1.description }
    return ProfileLockOutcome(path: Self.displayed(path), lock: lock, changed: changed)
  }

  private func lockEntry(of file: ProfileFile) async throws(RuntimeError) -> ProfileLock.Entry {
    let arch = file.profile.arch ?? .host
    do throws(RuntimeError) {
      let image = try await ImageFinder(directories: directories).find(file, architecture: arch, recorded: nil)
      let qemu = try await QEMUBinary.load(arch, cache: directories.cache)
      let oldest = QEMUVersion.oldest(for: file.profile, present: qemu.capabilities.version)
      return ProfileLock.Entry(
        image: file.profile.image?.description, arch: arch, content: image?.content,
        qemu: "\(oldest.major).\(oldest.minor)")
    } catch {
      throw RuntimeError(error.kind, "'\(file.profile.name)' cannot be locked: \(error.message)")
    }
  }
}
