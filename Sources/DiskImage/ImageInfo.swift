package import VMProfile

/// What `qemu-img info` says about an image.
package struct ImageInfo: Sendable, Equatable {
  /// QEMU's name of the format: `qcow2`, `raw`, …
  package var format: String
  package var virtualSize: ByteSize
  /// Bytes that the file takes on the host's disk.
  package var actualSize: ByteSize
  package var backingFile: String?
  package var backingFormat: String?
  /// Data that a qcow2 keeps in a second file.
  package var dataFile: String?
}
