internal import Glibc
package import VMProfile

/// A disk that stands on no image: a qcow2 that vmrun makes empty, and that grows as it is written to.
package enum OwnDisk {
  /// Makes the disk when it is missing, and grows it when the profile asks for more. When nothing is to do it starts no
  /// process. The caller holds the instance's lock.
  ///
  /// - Returns: the disk's size as the guest sees it.
  /// - Throws: `wouldShrink` for a smaller size than it has, `notAnOverlay` for a file that is something else.
  @discardableResult
  package static func prepare(at path: String, size: ByteSize) async throws(DiskImageError) -> ByteSize {
    let wanted = size.roundedToSectors
    var status = stat()
    guard lstat(path, &status) == 0 else {
      try await QEMUImage.create(at: path, size: wanted)
      return wanted
    }
    guard let header = QCOW2Header(path: path) else {
      throw .notAnOverlay(path: path, reason: "it does not start as a qcow2")
    }
    if let below = header.backingFile {
      throw .notAnOverlay(path: path, reason: "it stands on the image \(below), and the profile names none")
    }
    if header.virtualSize != wanted { try await QEMUImage.resize(path, to: wanted) }
    return wanted
  }
}
