internal import GLib
internal import Glibc
package import VMProfile

/// Changes to disks that nobody uses meanwhile.
///
/// Each writes a new file beside the disk, looks for damage in it, waits until it is on the disk and then renames it:
/// whatever ends this process, the disk is the old one or the new one. The caller holds the lock of the disk's VM.
package enum DiskChange {
  /// Makes a disk larger.
  ///
  /// - Throws: `wouldShrink`, `diskInUse`.
  package static func resize(_ path: String, format: String, to size: ByteSize) async throws(DiskImageError) {
    let size = size.roundedToSectors
    let current = try await QEMUImage.virtualSize(path)
    guard size >= current else { throw .wouldShrink(path: path, current: current, wanted: size) }
    guard size <= BackingChain.maximumSize else {
      throw .unreadableImage(path: path, reason: "\(size) is more than \(BackingChain.maximumSize)")
    }
    guard size > current else { return }
    try await replace(path, format: format) { aside throws(DiskImageError) in
      try await copy(path, to: aside)
      try await LongTool.runChecked(
        "qemu-img", ["resize", "-q", "-f", format, aside, "\(size.bytes)"], about: path)
    }
  }

  /// Puts an overlay onto another image. What the guest sees stays the same: where the images differ, the overlay gets
  /// what the old one had.
  package static func rebase(_ path: String, onto base: String, format: String) async throws(DiskImageError) {
    try await replace(path, format: "qcow2") { aside throws(DiskImageError) in
      try await copy(path, to: aside)
      let size = try await QEMUImage.virtualSize(base).roundedToSectors
      // A smaller disk than its base would cut the base off.
      if let own = QCOW2Header(path: aside)?.virtualSize, own < size {
        throw .overlaySmallerThanBase(overlay: path, size: own, base: base, baseSize: size)
      }
      try await LongTool.runChecked(
        "qemu-img", ["rebase", "-f", "qcow2", "-F", format, "-b", base, aside], about: path)
    }
  }

  /// Makes a disk out of an overlay and all that is below it.
  package static func flatten(_ path: String) async throws(DiskImageError) {
    try await replace(path, format: "qcow2") { aside throws(DiskImageError) in
      try await LongTool.runChecked(
        "qemu-img", ["convert", "-f", "qcow2", "-O", "qcow2", path, aside], about: path)
    }
  }

  /// What changes that were killed left beside a disk.
  package static func removeLeftovers(of path: String) { TemporaryName.removeLeftovers(of: path) }

  private static func replace(
    _ path: String, format: String, _ body: (String) async throws(DiskImageError) -> Void
  ) async throws(DiskImageError) {
    removeLeftovers(of: path)
    // Fails while a QEMU has the disk, whoever started it.
    try await LongTool.runChecked("qemu-img", ["info", "-f", format, path], about: path)
    var status = stat()
    guard stat(path, &status) == 0 else { throw .file(GLibError.systemCall("look at", path).description) }
    let aside = TemporaryName.beside(path)
    do throws(DiskImageError) {
      try await body(aside)
      if format == "qcow2" { try await QEMUImage.check(aside) }
      chmod(aside, status.st_mode & 0o777)
      try Durable.sync(aside)
      try Durable.rename(aside, to: path)
    } catch {
      unlink(aside)
      throw error
    }
  }

  /// Shares the blocks where the file system can, and leaves holes where there is nothing.
  private static func copy(_ path: String, to target: String) async throws(DiskImageError) {
    try await LongTool.runChecked("cp", ["--reflink=auto", "--sparse=always", "--", path, target], about: path)
  }
}
