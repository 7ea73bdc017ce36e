package import DiskImage
internal import GLib
package import VMProfile

/// Changes to the disk of a stopped machine. Each is safe to be killed at any moment: the disk is the old one or the new
/// one, and the machine starts from it.
extension Machine {
  /// Makes the disk larger.
  ///
  /// - Returns: the size before.
  package func resizeDisk(to size: ByteSize) async throws(RuntimeError) -> ByteSize {
    try host.checkSize(size)
    let remedy = "write `disk: \(size)` into \(shownProfile), and its first start makes one of that size"
    return try await changingDisk("vmrun image resize \(name) \(size)", remedy: remedy) { record throws(RuntimeError) in
      // A start that was interrupted left a disk that is not on record.
      record.disk = Overlay.actual(record.disk, at: paths.overlay)
      let before = try header().virtualSize
      guard size >= before else {
        throw RuntimeError(
          .usage, "the disk of '\(name)' has \(before), and a disk only grows: what lies beyond \(size) would be lost")
      }
      guard record.disk != nil else {
        throw RuntimeError(
          .usage,
          "the disk of '\(name)' stands on no image: write `disk: \(size)` in its profile, and the next start grows it")
      }
      // First on record: the profile may say less, and then the start must know that this was meant.
      record.disk?.grownTo = rounded(size)
      try record.write(to: paths.record)
      try await translatingDisk { () throws(DiskImageError) in
        try await DiskChange.resize(paths.overlay, format: "qcow2", to: size)
      }
      record.disk?.size = rounded(size)
      return before
    }
  }

  /// Makes the disk independent of its image.
  package func flattenDisk() async throws(RuntimeError) {
    try await changingDisk("vmrun image flatten \(name)") { record throws(RuntimeError) in
      record.disk = Overlay.actual(record.disk, at: paths.overlay)
      guard let below = try header().backingFile else {
        throw RuntimeError(.failed, "the disk of '\(name)' stands on no image: there is nothing to flatten")
      }
      guard record.disk != nil, Folder.exists(below) else {
        throw RuntimeError(DiskImageError.baseMissing(overlay: paths.overlay, base: below))
      }
      // First on record: a disk without an image below is taken for a stranger's otherwise.
      record.disk?.isFlat = true
      // Where the image goes some day, nobody can tell any more.
      let image = host.imageStore.image(containing: below)
      let isStored = below.hasPrefix(host.imageStore.root + "/")
      record.disk?.bootsItself = image.map { $0.kernel == nil } ?? !isStored
      try record.write(to: paths.record)
      do throws(RuntimeError) {
        try await translatingDisk { () throws(DiskImageError) in try await DiskChange.flatten(paths.overlay) }
      } catch {
        record.disk?.isFlat = nil
        record.disk?.bootsItself = nil
        try record.write(to: paths.record)
        throw error
      }
    }
  }

  /// Puts the disk onto another image, with all that the guest sees.
  ///
  /// - Parameter image: nil: the one that the machine's profile names, as it is now.
  /// - Returns: the new base, and false when the disk stood on it already.
  package func rebaseDisk(onto image: ImageReference?) async throws(RuntimeError) -> (base: String, isNew: Bool) {
    let remedy =
      "its first start puts one onto the image in \(shownProfile)"
      + (image.map { ": write `image: \($0)` there" } ?? "")
    let command = "vmrun image rebase \(name)\(image.map { " \($0)" } ?? "")"
    return try await changingDisk(command, remedy: remedy) { record throws(RuntimeError) in
      let header = try header()
      guard let below = header.backingFile else {
        throw RuntimeError(.failed, "the disk of '\(name)' stands on no image: there is nothing to put it off")
      }
      let found = try await base(image, record)
      guard let recorded = Overlay.actual(record.disk, at: paths.overlay), Folder.exists(below) else {
        throw RuntimeError(DiskImageError.baseMissing(overlay: paths.overlay, base: below))
      }
      guard recorded.fitsBase else {
        throw RuntimeError(DiskImageError.baseChanged(overlay: paths.overlay, base: below))
      }
      guard found.disk != below else { return (found.disk, false) }
      try await translatingDisk { () throws(DiskImageError) in
        try await DiskChange.rebase(paths.overlay, onto: found.disk, format: found.format)
      }
      let grownTo = record.disk?.grownTo
      record.disk = OverlayRecord(base: found.disk, format: found.format, size: header.virtualSize)
      record.disk?.grownTo = grownTo
      return (found.disk, true)
    }
  }

  /// Takes the disk's base as it is now, though it was changed under the disk.
  ///
  /// - Returns: the base.
  package func acceptBase() async throws(RuntimeError) -> String {
    try await changingDisk("vmrun image rebase \(name) --accept-base") { record throws(RuntimeError) in
      let header = try header()
      guard let below = header.backingFile else {
        throw RuntimeError(.failed, "the disk of '\(name)' stands on no image")
      }
      let format = header.backingFormat ?? record.disk?.baseFormat ?? "raw"
      guard let accepted = OverlayRecord(base: below, format: format, size: header.virtualSize) else {
        throw RuntimeError(DiskImageError.baseMissing(overlay: paths.overlay, base: below))
      }
      record.disk = accepted
      return below
    }
  }

  /// Makes an image of what the machine's disk holds now. The disk stays as it is.
  ///
  /// - Parameters:
  ///   - image: the new image's name; nil: a new version of the image that the disk stands on.
  ///   - replaces: whether it may take the name of an image that is another one.
  package func commitDisk(
    as image: String?, replaces: Bool = false, progress: @escaping @Sendable (String) -> Void
  ) async throws(RuntimeError) -> StoredImage {
    let command = "vmrun image commit \(name)\(image.map { " --name \($0)" } ?? "")"
    return try await changingDisk(command, remedy: "run `vmrun start \(name)` first, and commit what it changed") {
      record throws(RuntimeError) in
      let below = try header().backingFile
      // The kernel of a flat disk came from there, too; a new version of it the disk is not.
      let base = (below ?? record.disk?.base).flatMap { host.imageStore.image(containing: $0) }
      guard let target = image ?? (below == nil ? nil : base?.name) else {
        throw RuntimeError(
          .usage, "'\(name)' stands on no image of the store: say what the new one is called, with --name NAME")
      }
      let arch = base?.arch ?? record.run.flatMap { Architecture(rawValue: $0.arch) } ?? .host
      if let recorded = Overlay.actual(record.disk, at: paths.overlay), recorded.isFlat != true, !recorded.fitsBase {
        throw RuntimeError(DiskImageError.baseChanged(overlay: paths.overlay, base: recorded.base))
      }
      return try await translatingDisk { () throws(DiskImageError) in
        try await host.imageStore.commit(
          paths.overlay, as: target, arch, base: base, machine: "\(name)", replaces: replaces,
          waiting: { progress("another vmrun is at work on image '\(target)': waiting for it") },
          copying: { progress("copying the disk of '\(name)' and what is below it") })
      }
    }
  }

  private func rounded(_ size: ByteSize) -> ByteSize { ByteSize(bytes: (size.bytes + 511) & ~511) }

  private func header() throws(RuntimeError) -> QCOW2Header {
    guard let header = QCOW2Header(path: paths.overlay) else {
      throw RuntimeError(DiskImageError.notAnOverlay(path: paths.overlay, reason: "it does not start as a qcow2"))
    }
    return header
  }

  private func base(_ image: ImageReference?, _ record: InstanceRecord) async throws(RuntimeError) -> FoundImage {
    let file: ProfileFile
    let arch: Architecture
    if let image {
      file = ProfileFile(Profile(name: name, image: image))
      arch = record.run.flatMap { Architecture(rawValue: $0.arch) } ?? .host
    } else {
      file = try host.profile("\(name)")
      arch = file.profile.arch ?? .host
    }
    let found = try await ImageFinder(directories: host.directories).find(file, architecture: arch, recorded: nil)
    guard let found else {
      throw RuntimeError(
        .invalidProfile, "the profile '\(name)' names no image: name one, `vmrun image rebase \(name) IMAGE`")
    }
    return found
  }

  /// Runs a change with the machine's lock held and the machine stopped, and writes its record afterwards.
  ///
  /// - Parameter remedy: what to do about a disk that is not there yet.
  private func changingDisk<Value: Sendable>(
    _ command: String, remedy: String? = nil, _ body: (inout InstanceRecord) async throws(RuntimeError) -> Value
  ) async throws(RuntimeError) -> Value {
    guard hasInstance else { throw noDisk(remedy) }
    return try await locked { () throws(RuntimeError) in
      let look = look()
      guard !look.isAlive else {
        throw RuntimeError(.failed, "'\(name)' is running: run `vmrun stop \(name)`, then `\(command)`")
      }
      guard var record = look.record, Folder.exists(paths.overlay) else { throw noDisk(remedy) }
      DiskChange.removeLeftovers(of: paths.overlay)
      let before = record
      let value = try await body(&record)
      if record != before { try record.write(to: paths.record) }
      return value
    }
  }

  private func translatingDisk<Value>(
    _ body: () async throws(DiskImageError) -> Value
  ) async throws(RuntimeError) -> Value {
    do { return try await body() } catch { throw host.naming(error) }
  }
}
