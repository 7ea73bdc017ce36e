package import DiskImage
internal import GLib
package import VMProfile

extension VMHost {
  /// Removes an image from the store, for one architecture or for all.
  ///
  /// - Throws: `RuntimeError` of kind `failed` that names the machines which stand on it.
  package func deleteImage(_ name: String, arch: Architecture?) throws(RuntimeError) {
    for arch in try storedArchitectures(name, arch) {
      do throws(DiskImageError) { try imageStore.remove(name, arch, inUse: diskUse) } catch {
        throw RuntimeError(error)
      }
    }
  }

  /// The architectures for which an image is in the store, of those that are asked for.
  ///
  /// - Throws: `RuntimeError` when there is none.
  @discardableResult
  package func storedArchitectures(_ name: String, _ arch: Architecture?) throws(RuntimeError) -> [Architecture] {
    let store = imageStore
    try requireReadableStore()
    let there = Architecture.allCases.filter { Folder.exists("\(store.root)/\(name)/\($0.rawValue)") }
    let wanted = there.filter { arch == nil || $0 == arch }
    guard ImageName.isValid(name), !wanted.isEmpty else {
      throw RuntimeError(DiskImageError.imageNotStored(name: name, known: store.names()))
    }
    return wanted
  }

  /// What `pruneImages` would remove: old versions that no machine stands on, and what broken-off pulls and builds left.
  package func prunableImages() -> [PrunableFile] { imageStore.prunable(inUse: Set(diskUse().values.joined())) }

  /// - Returns: what was removed.
  package func pruneImages() throws(RuntimeError) -> [PrunableFile] {
    do { return try imageStore.prune { Set(diskUse().values.joined()) } } catch { throw RuntimeError(error) }
  }

  /// Makes a version of an image that is in the store the one that new machines start from.
  ///
  /// - Parameters:
  ///   - version: its name, or the beginning of one.
  ///   - arch: nil: the host's, or the only one that the image is there for.
  package func useImage(
    _ name: String, version: String, arch: Architecture?
  ) throws(RuntimeError) -> (image: StoredImage, isNew: Bool) {
    let there = try storedArchitectures(name, arch)
    let words = there.map(\.rawValue).joined(separator: ", ")
    guard let arch = there.count == 1 ? there[0] : there.first(where: { $0 == .host }) else {
      throw RuntimeError(.usage, "image '\(name)' is here for \(words): say which with --arch")
    }
    do throws(DiskImageError) { return try imageStore.use(name, arch, version: version) } catch {
      throw RuntimeError(error)
    }
  }

  /// Versions of an image of the store, the current one first.
  package func imageVersions(_ name: String, _ arch: Architecture) -> [StoredImage] { imageStore.versions(name, arch) }

  /// Makes a disk that no machine owns larger.
  ///
  /// - Returns: the size before.
  package func resizeFile(_ path: String, to size: ByteSize) async throws(RuntimeError) -> ByteSize {
    try checkSize(size)
    guard let file = Folder.realPath(path.hasPrefix("/") ? path : "\(Self.currentFolder)/\(path)") else {
      throw RuntimeError(.failed, "there is no file \(path): a name without '/' is a machine's")
    }
    guard !file.hasPrefix((Folder.realPath(directories.images) ?? directories.images) + "/") else {
      throw RuntimeError(
        .failed, "\(file) is of the image store, where nothing is ever changed: set `disk:` in the profile instead")
    }
    if let owner = machines().first(where: { file.hasPrefix((Folder.realPath($0.paths.directory) ?? "?") + "/") }) {
      throw RuntimeError(
        .usage, "\(file) is the disk of '\(owner.name)': run `vmrun image resize \(owner.name) \(size)`")
    }
    let users = users(of: file)
    guard users.isEmpty else {
      throw RuntimeError(
        .failed,
        "the disks of \(users.joined(separator: ", ")) stand on \(file), and would no longer fit: "
          + "make a copy and resize that, or make them independent of it first with `vmrun image flatten \(users[0])`")
    }
    do throws(DiskImageError) {
      try BackingChain.check(file, folders: [directories.images])
      let info = try await QEMUImage.probe(file)
      try await DiskChange.resize(file, format: info.format, to: size)
      return info.virtualSize
    } catch {
      if case .wouldShrink(_, let current, _) = error {
        throw RuntimeError(
          .usage, "\(file) has \(current), and a disk only grows: what lies beyond \(size) would be lost")
      }
      throw naming(error)
    }
  }

  /// - Throws: `RuntimeError` of kind `noPermission` for a store that would only seem to be empty.
  package func requireReadableStore() throws(RuntimeError) {
    do throws(DiskImageError) { try imageStore.checkReadable() } catch { throw RuntimeError(error) }
  }

  /// - Throws: `RuntimeError` of kind `usage` for a size that no disk has.
  func checkSize(_ size: ByteSize) throws(RuntimeError) {
    guard size <= BackingChain.maximumSize else {
      throw RuntimeError(.usage, "\(size) is too large: a disk has at most \(BackingChain.maximumSize)")
    }
  }
}
