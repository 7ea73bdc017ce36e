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

  package init(base: String, baseFormat: String, baseFileSize: UInt64, baseModified: Int64, size: ByteSize) {
    self.base = base
    self.baseFormat = baseFormat
    self.baseFileSize = baseFileSize
    self.baseModified = baseModified
    self.size = size
  }

  /// Whether a file is the base as it was recorded, so that nobody has to ask again what is in it.
  package func describes(_ file: String) -> Bool {
    guard file == base, let status = FileStatus(file) else { return false }
    return status.size == baseFileSize && status.modified == baseModified
  }
}
