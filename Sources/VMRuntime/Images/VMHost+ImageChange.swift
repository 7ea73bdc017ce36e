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

  /// Makes a disk that no machine owns larger.
  ///
  /// - Returns: the size before.
  package func resizeFile(_ path: String, to size: ByteSize) async throws(RuntimeError) -> ByteSize {
    guard let file = Folder.realPath(path.hasPrefix("/") ? path : "\(Self.currentFolder)/\(path)") else {
      throw RuntimeError(.failed, "there is no file \(path)")
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
      // Any file could be a raw disk; one without whole sectors is none.
      let bytes = ImageFinder.size(of: file)
      if info.format == "raw", bytes == 0 || bytes % 512 != 0 {
        throw DiskImageError.file(
          "\(file) is no disk: it is no qcow2, and its \(bytes) bytes are no whole sectors of 512")
      }
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
}
