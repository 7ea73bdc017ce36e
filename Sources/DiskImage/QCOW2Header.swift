internal import Glibc
package import VMProfile

/// The start of a qcow2 file, read without a process: a start must not wait for one.
///
/// Source: QEMU's docs/interop/qcow2.txt, "Header".
package struct QCOW2Header: Sendable, Equatable {
  package var virtualSize: ByteSize
  package var backingFile: String?

  /// Nil when the file cannot be read or does not start like a qcow2.
  package init?(path: String) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var header = [UInt8](repeating: 0, count: 32)
    guard pread(descriptor, &header, 32, 0) == 32 else { return nil }
    func number(at offset: Int, bytes: Int) -> UInt64 {
      header[offset..<offset + bytes].reduce(0) { $0 << 8 | UInt64($1) }
    }
    guard number(at: 0, bytes: 4) == 0x5146_49FB, (2...3).contains(number(at: 4, bytes: 4)) else { return nil }
    virtualSize = ByteSize(bytes: number(at: 24, bytes: 8))
    let nameOffset = number(at: 8, bytes: 8)
    let nameLength = Int(number(at: 16, bytes: 4))
    guard nameOffset > 0 else { return }
    // The format bounds the name at 1023 bytes and keeps it in the first cluster.
    guard nameLength <= 1023, nameOffset < 1 << 21 else { return nil }
    var name = [UInt8](repeating: 0, count: nameLength)
    guard pread(descriptor, &name, nameLength, off_t(nameOffset)) == nameLength else { return nil }
    backingFile = String(decoding: name, as: UTF8.self)
  }
}
