internal import VMProfile

extension ByteSize {
  /// Disks have whole sectors of 512 bytes.
  var roundedToSectors: ByteSize { ByteSize(bytes: bytes > .max - 511 ? bytes : (bytes + 511) & ~511) }
}
