package import VMProfile

/// What was written down when a VM's disk was made or grown. The caller keeps it with the instance.
package struct OverlayRecord: Sendable, Equatable, Codable {
  /// The image below, an absolute path.
  package var base: String
  package var baseFormat: String
  /// Bytes of the base's file, and its time of change in nanoseconds since 1970: a base that is written to
  /// ruins every overlay on it.
  package var baseFileSize: UInt64
  package var baseModified: Int64
  /// The disk's size as the guest sees it.
  package var size: ByteSize
  /// A few of the base's blocks, told by a digest: a copy may come with the size and the time of the old one. Nil in
  /// records of earlier versions.
  package var baseSample: String?
  /// Whether `image flatten` made a disk of its own of it, or is about to; nil is no.
  package var isFlat: Bool?
  /// Of a flat disk: whether the image that it stood on brought no kernel, so that it boots by itself. Nil is no, or
  /// that nobody asked.
  package var bootsItself: Bool?
  /// The size to which `image resize` made it larger than the profile says, or is about to.
  package var grownTo: ByteSize?

  package init(base: String, baseFormat: String, baseFileSize: UInt64, baseModified: Int64, size: ByteSize) {
    self.base = base
    self.baseFormat = baseFormat
    self.baseFileSize = baseFileSize
    self.baseModified = baseModified
    self.size = size
  }

  /// The record of a disk that stands on an image as it is now; nil when the image is not there.
  package init?(base: String, format: String, size: ByteSize) {
    guard let status = FileStatus(base) else { return nil }
    self.init(
      base: base, baseFormat: format, baseFileSize: status.size, baseModified: status.modified, size: size)
    baseSample = FileSample.digest(base)
  }

  /// Whether the base is as it was.
  package var fitsBase: Bool {
    guard describes(base) else { return false }
    return baseSample == nil || baseSample == FileSample.digest(base)
  }

  /// Whether a file is the base as it was recorded, so that nobody has to ask again what is in it.
  package func describes(_ file: String) -> Bool {
    guard file == base, let status = FileStatus(file) else { return false }
    return status.size == baseFileSize && status.modified == baseModified
  }
}
