package import DiskImage
internal import GLib
package import VMProfile

extension VMHost {
  /// Removes an image from the store, for one architecture or for all.
  ///
  /// - Throws: `RuntimeError` of kind `failed` that names the machines which stand on it.
  package func deleteImage(_ name: String, arch: Architecture?) throws(RuntimeError) {
    let store = imageStore
    do throws(DiskImageError) {
      let there = Architecture.allCases.filter { Folder.exists("\(store.root)/\(name)/\($0.rawValue)") }
      let wanted = arch.map { [$0] } ?? there
      guard !wanted.isEmpty else { throw .imageNotStored(name: name, known: store.names()) }
      for arch in wanted { try store.remove(name, arch, inUse: diskUse) }
    } catch {
      throw RuntimeError(error)
    }
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
          + "resize those with `vmrun image resize \(users[0]) \(size)`")
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
}
