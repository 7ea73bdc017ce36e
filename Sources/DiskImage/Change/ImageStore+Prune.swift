internal import GLib
internal import Glibc
internal import VMProfile

/// Something in the store that nobody needs.
package struct PrunableFile: Sendable, Equatable {
  package enum Kind: String, Sendable {
    case oldVersion = "old version"
    /// What a pull that broke off had fetched.
    case partial = "partial download"
    /// What a build or a pull that was killed left.
    case leftover
  }

  package var kind: Kind
  package var image: String
  package var path: String
  /// Bytes on the disk that come free.
  package var size: UInt64
}

extension ImageStore {
  /// What `prune` would remove.
  ///
  /// - Parameter inUse: the files that VMs stand on.
  package func prunable(inUse: Set<String>) -> [PrunableFile] {
    Folder.names(in: root).filter(ImageName.isValid).flatMap { name in
      Folder.names(in: "\(root)/\(name)").flatMap { entry in prunable(name, entry, inUse: inUse) }
    }
  }

  private func prunable(_ name: String, _ entry: String, inUse: Set<String>) -> [PrunableFile] {
    let path = "\(root)/\(name)/\(entry)"
    func file(_ kind: PrunableFile.Kind, _ path: String) -> PrunableFile {
      PrunableFile(kind: kind, image: name, path: path, size: DiskUsage.bytes(path))
    }
    if entry.hasPrefix(Self.partialPrefix) { return [file(.partial, path)] }
    if entry.hasPrefix(StagedFolder.prefix) { return [file(.leftover, path)] }
    guard let arch = Architecture(rawValue: entry) else { return [] }
    let current = currentVersion(name, arch)
    return Folder.names(in: path).filter { $0 != "current" && $0 != current }.compactMap { version in
      let folder = "\(path)/\(version)"
      guard !inUse.contains(where: { $0.hasPrefix(folder + "/") }) else { return nil }
      return file(ImageName.isValid(version) ? .oldVersion : .leftover, folder)
    }
  }

  /// Removes what nobody needs.
  ///
  /// - Parameter inUse: asked again for each image, with the image's lock held.
  /// - Returns: what was removed; an image on which another vmrun is at work is left alone.
  package func prune(inUse: () -> Set<String>) throws(DiskImageError) -> [PrunableFile] {
    var removed: [PrunableFile] = []
    for name in Folder.names(in: root).filter(ImageName.isValid) {
      guard let lock = try Durable.lock(lockFile(name)) else { continue }
      for file in prunable(inUse: inUse()) where file.image == name {
        try Durable.folder { () throws(GLibError) in try Folder.remove(file.path) }
        removed.append(file)
      }
      withExtendedLifetime(lock) {}
    }
    return removed
  }
}
