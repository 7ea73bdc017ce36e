internal import VMProfile

/// Whether a file is a disk that can be the base of others, and safe to open.
enum DiskCheck {
  /// - Parameter source: where the file came from, for messages.
  /// - Returns: `qcow2` or `raw`.
  static func format(_ path: String, source: String) async throws(DiskImageError) -> String {
    func refuse(_ reason: String) -> DiskImageError { .unreadableImage(path: source, reason: reason) }
    guard let size = FileStatus(path)?.size, size > 0 else { throw refuse("it is empty") }
    // Before any program sees it.
    if let header = QCOW2Header(path: path) {
      try BackingChain.checkHeader(header, of: source)
      if let backing = header.backingFile {
        throw refuse(
          "its header names a file below it, \(backing.prefix(200).debugDescription), and an image stands on its own: "
            + "make one of both with `qemu-img convert -O qcow2 FROM TO`")
      }
    }
    let info = try await QEMUImage.info(path)
    guard ["qcow2", "raw"].contains(info.format) else { throw .unsupportedFormat(path: source, format: info.format) }
    guard info.backingFile == nil, info.dataFile == nil else { throw refuse("it depends on another file") }
    guard info.virtualSize <= BackingChain.maximumSize else {
      throw refuse("it has \(info.virtualSize), and vmrun takes at most \(BackingChain.maximumSize)")
    }
    if info.format == "raw" {
      guard size % 512 == 0 else {
        throw refuse("it is neither a qcow2 nor a disk: \(size) bytes are no whole number of sectors")
      }
    } else {
      try await QEMUImage.check(path)
    }
    return info.format
  }
}
