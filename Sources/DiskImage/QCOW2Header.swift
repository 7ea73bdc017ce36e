internal import Glibc
package import VMProfile

/// The start of a qcow2 file, read without a process: a start must not wait for one, and a hostile file must not reach
/// one.
///
/// Source: QEMU's docs/interop/qcow2.txt, "Header" and "Header extensions".
package struct QCOW2Header: Sendable, Equatable {
  package var virtualSize: ByteSize
  package var backingFile: String?
  /// `qcow2`, `raw`, …; nil: QEMU would guess.
  package var backingFormat: String?
  /// Whether the data are in a second file.
  package var hasExternalData = false

  /// Nil when the file cannot be read or does not start like a qcow2.
  package init?(path: String) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var header = [UInt8](repeating: 0, count: 4096)
    let count = pread(descriptor, &header, header.count, 0)
    guard count >= 72 else { return nil }
    let bytes = HeaderBytes(bytes: header.prefix(count))
    guard bytes.number(at: 0, bytes: 4) == 0x5146_49FB else { return nil }
    let version = bytes.number(at: 4, bytes: 4)
    guard (2...3).contains(version) else { return nil }
    virtualSize = ByteSize(bytes: bytes.number(at: 24, bytes: 8))
    // Bit 2 of the incompatible features.
    hasExternalData = version == 3 && bytes.number(at: 72, bytes: 8) & 4 != 0
    readExtensions(bytes, from: version == 2 ? 72 : Int(bytes.number(at: 100, bytes: 4)))
    let nameOffset = bytes.number(at: 8, bytes: 8)
    let nameLength = Int(bytes.number(at: 16, bytes: 4))
    guard nameOffset > 0 else { return }
    // The format bounds the name at 1023 bytes and keeps it in the first cluster.
    guard nameLength <= 1023, nameOffset < 1 << 21 else { return nil }
    var name = [UInt8](repeating: 0, count: nameLength)
    guard pread(descriptor, &name, nameLength, off_t(nameOffset)) == nameLength else { return nil }
    backingFile = String(decoding: name, as: UTF8.self)
  }

  private mutating func readExtensions(_ bytes: HeaderBytes, from start: Int) {
    var offset = start
    while offset >= 72, offset + 8 <= bytes.count {
      let type = bytes.number(at: offset, bytes: 4)
      let length = Int(bytes.number(at: offset + 4, bytes: 4))
      guard type != 0, length <= bytes.count, offset + 8 + length <= bytes.count else { return }
      let content = bytes.bytes[offset + 8..<offset + 8 + length]
      switch type {
      case 0xE279_2ACA: backingFormat = String(decoding: content, as: UTF8.self)
      case 0x4441_5441: hasExternalData = true
      default: break
      }
      offset += 8 + (length + 7) & ~7
    }
  }
}

private struct HeaderBytes {
  let bytes: ArraySlice<UInt8>

  var count: Int { bytes.count }

  /// Big-endian; what is beyond the end counts as zero.
  func number(at offset: Int, bytes width: Int) -> UInt64 {
    guard offset >= 0, offset + width <= bytes.count else { return 0 }
    return bytes[offset..<offset + width].reduce(0) { $0 << 8 | UInt64($1) }
  }
}
