internal import Glibc
package import VMProfile

/// A VM's own disk: the changes on top of an image that stays as it is.
package enum Overlay {
  /// Makes the disk when it is missing, grows it when the profile asks for more, and checks that it still
  /// fits its base. The caller holds the instance's lock.
  ///
  /// When nothing is to do it starts no process.
  ///
  /// - Parameters:
  ///   - size: what the profile asks for; nil: as it is, or as the base.
  ///   - recorded: what the last call returned; nil for the first.
  /// - Returns: to be recorded with the instance.
  package static func prepare(
    at path: String, base: String, baseFormat: String, size: ByteSize?, recorded: OverlayRecord?
  ) async throws(DiskImageError) -> OverlayRecord {
    let wanted = size?.roundedToSectors
    var status = stat()
    guard lstat(path, &status) == 0 else {
      return try await create(at: path, base: base, baseFormat: baseFormat, size: wanted)
    }
    guard let header = QCOW2Header(path: path) else {
      throw .notAnOverlay(path: path, reason: "it does not start as a qcow2")
    }
    guard let below = header.backingFile else {
      guard var record = recorded, record.isFlat == true else {
        throw .notAnOverlay(path: path, reason: "it has no image below")
      }
      try await grow(path, from: header.virtualSize, to: wanted, &record)
      return record
    }
    guard FileStatus(below) != nil else { throw .baseMissing(overlay: path, base: below) }
    guard below == base else { throw .baseReplaced(overlay: path, recorded: below, wanted: base) }
    var record: OverlayRecord
    if let recorded, recorded.base == below {
      guard recorded.fitsBase else { throw .baseChanged(overlay: path, base: below) }
      record = recorded
      // To read the base once more would only tell the same.
      if recorded.baseSample == nil { record.baseSample = FileSample.digest(base) }
      (record.baseFormat, record.isFlat, record.bootsItself) = (baseFormat, nil, nil)
    } else {
      guard let anew = OverlayRecord(base: base, format: baseFormat, size: header.virtualSize) else {
        throw .baseMissing(overlay: path, base: below)
      }
      record = anew
      record.grownTo = recorded?.grownTo
    }
    try await grow(path, from: header.virtualSize, to: wanted, &record)
    return record
  }

  /// What is on record of a disk, by what its header says: a `rebase` that was killed right after its last step left the
  /// disk on another base than the one on record.
  package static func actual(_ recorded: OverlayRecord?, at path: String) -> OverlayRecord? {
    guard let header = QCOW2Header(path: path), let below = header.backingFile, recorded?.base != below else {
      return recorded
    }
    return OverlayRecord(base: below, format: header.backingFormat ?? "qcow2", size: header.virtualSize) ?? recorded
  }

  private static func grow(
    _ path: String, from size: ByteSize, to wanted: ByteSize?, _ record: inout OverlayRecord
  ) async throws(DiskImageError) {
    record.size = size
    guard let wanted, wanted != size else { return }
    // Somebody made it larger than the profile says, and said so.
    if wanted < size, record.grownTo == size { return }
    try await QEMUImage.resize(path, to: wanted)
    record.size = wanted
  }

  /// Whether a disk of a size has room for all of its base.
  package static func check(size: ByteSize, base: String, format: String) async throws(DiskImageError) {
    let baseSize = try await QEMUImage.baseSize(base, format: format).roundedToSectors
    guard size >= baseSize else { throw .smallerThanBase(base: base, size: baseSize, wanted: size) }
  }

  private static func create(
    at path: String, base: String, baseFormat: String, size: ByteSize?
  ) async throws(DiskImageError) -> OverlayRecord {
    guard let before = FileStatus(base) else {
      throw .unreadableImage(path: base, reason: String(cString: strerror(errno)))
    }
    if let size { try await check(size: size, base: base, format: baseFormat) }
    try await QEMUImage.createOverlay(at: path, backing: base, backingFormat: baseFormat, size: size)
    guard let header = QCOW2Header(path: path), header.backingFile == base else {
      throw .notAnOverlay(path: path, reason: "qemu-img made something else")
    }
    var record = OverlayRecord(
      base: base, baseFormat: baseFormat, baseFileSize: before.size, baseModified: before.modified,
      size: header.virtualSize)
    record.baseSample = FileSample.digest(base)
    return record
  }
}
