internal import VMProfile

extension ByteSize {
  /// As in a profile: `4G` where that is exact, else the next smaller unit, else bytes.
  var text: String {
    for (shift, unit) in [(40, "T"), (30, "G"), (20, "M"), (10, "K")] where bytes >= 1 << shift {
      if bytes % (1 << shift) == 0 { return "\(bytes >> shift)\(unit)" }
    }
    return "\(bytes) bytes"
  }

  /// Disks have whole sectors of 512 bytes.
  var roundedToSectors: ByteSize { ByteSize(bytes: bytes > .max - 511 ? bytes : (bytes + 511) & ~511) }
}
