internal import DiskImage
internal import GLib
package import VMProfile

extension VMHost {
  /// What is known about an image of the store or of a catalogue, a machine's disk, or a file.
  ///
  /// - Parameters:
  ///   - reference: what has a `/` is a file; else an image is looked for, then a machine.
  ///   - arch: of the image; nil: the host's, or else the one that there is.
  package func diskReport(_ reference: String, arch: Architecture?) async throws(RuntimeError) -> DiskReport {
    if isPath(reference) { return try await report(file: reference) }
    try requireReadableStore()
    if !reference.contains("/"), let image = try stored(reference, arch) { return try await report(image) }
    if let name = try? machineName(reference), machine(name).hasInstance { return try await report(machine(name)) }
    let entries = try knownCatalogEntries().filter { $0.name == reference }
    guard let entry = entries.first(where: { $0.arch == arch ?? .host }) ?? entries.first else {
      throw unknownDisk(reference)
    }
    return report(entry)
  }

  private func stored(_ name: String, _ arch: Architecture?) throws(RuntimeError) -> StoredImage? {
    do throws(DiskImageError) {
      for arch in arch.map({ [$0] }) ?? [.host] + Architecture.allCases {
        if let image = try imageStore.lookup(name, arch) { return image }
      }
      return nil
    } catch {
      throw RuntimeError(error)
    }
  }

  private func report(_ image: StoredImage) async throws(RuntimeError) -> DiskReport {
    var report = DiskReport()
    report.add("name", "name", image.name)
    report.add("architecture", "arch", image.arch.rawValue)
    report.add("version", "version", image.version)
    let store = imageStore
    report.add("versions here", "versions", store.versions(image.name, image.arch).map(\.version)) {
      $0.enumerated().map { $1 + ($0 == 0 && store.isCurrent(image) ? " (current)" : "") }.joined(separator: ", ")
    }
    report.add("description", "description", image.description)
    report.add("origin", "source", image.source) { _ in nil }
    report.add("origin", "origin", image.origin.text)
    report.add("digest", "digest", image.digest?.text)
    report.add("digest of the disk", "diskDigest", image.diskDigest == image.digest ? nil : image.diskDigest?.text)
    report.add("user", "user", image.user)
    report.add("firmware", "firmware", image.firmware)
    report.add("kernel", "kernel", image.kernel)
    try await add(image.disk, to: &report)
    report.add(
      "machines on it", "machines",
      diskUse().filter { $0.value.contains { $0.hasPrefix(image.folder + "/") } }.keys.sorted())
    return report
  }

  private func report(_ machine: Machine) async throws(RuntimeError) -> DiskReport {
    var report = DiskReport()
    report.add("machine", "name", "\(machine.name)")
    report.add("state", "state", machine.state.rawValue)
    guard Folder.exists(machine.paths.overlay) else { throw machine.noDisk() }
    try await add(machine.paths.overlay, to: &report)
    return report
  }

  private func report(file: String) async throws(RuntimeError) -> DiskReport {
    guard let path = Folder.realPath(file.hasPrefix("/") ? file : "\(Self.currentFolder)/\(file)") else {
      throw RuntimeError(.failed, "there is no file \(file): a name without '/' is an image's or a machine's")
    }
    var report = DiskReport()
    do throws(DiskImageError) {
      // A stranger's file may name others of this host, and QEMU's program would open some of them.
      try BackingChain.check(path, folders: [directories.images])
      _ = try await QEMUImage.probe(path)
    } catch {
      throw RuntimeError(error)
    }
    try await add(path, to: &report)
    report.add("machines on it", "machines", users(of: path))
    return report
  }

  private func report(_ entry: CatalogEntry) -> DiskReport {
    var report = DiskReport()
    report.add("name", "name", entry.name)
    report.add("architecture", "arch", entry.arch.rawValue)
    report.add("state", "state", "not pulled: run `vmrun image pull \(entry.name)`")
    report.add("description", "description", entry.description)
    report.add("from", "source", entry.source.text)
    report.add("digest", "digest", entry.digest.text)
    report.add("user", "user", entry.user)
    report.add("firmware", "firmware", entry.firmware?.rawValue)
    return report
  }

  private func add(_ path: String, to report: inout DiskReport) async throws(RuntimeError) {
    let info: ImageInfo
    do throws(DiskImageError) { info = try await QEMUImage.info(path) } catch { throw RuntimeError(error) }
    report.add("file", "path", path)
    report.add("format", "format", info.format)
    report.add("size", "virtualSize", info.virtualSize.bytes) { ByteSize(bytes: $0).shown }
    report.add("on the disk", "size", info.actualSize.bytes) { ByteSize(bytes: $0).shown }
    report.add("stands on", "bases", Array(BackingChain.files(path).dropFirst()))
  }
}
