/// Whether UEFI finds a file system on a disk that it can boot from: an EFI system partition, or another one that may be
/// FAT (UEFI Specification 2.10, 5.2 to 5.3 and 13.3).
package enum EFISystemPartition {
  /// EFI system partition, and Microsoft's basic data, as they lie on the disk.
  private static let types: [[UInt8]] = [
    [0x28, 0x73, 0x2A, 0xC1, 0x1F, 0xF8, 0xD2, 0x11, 0xBA, 0x4B, 0x00, 0xA0, 0xC9, 0x3E, 0xC9, 0x3B],
    [0xA2, 0xA0, 0xD0, 0xEB, 0xE5, 0xB9, 0x33, 0x44, 0x87, 0xC0, 0x68, 0xB6, 0xB7, 0x26, 0x99, 0xC7],
  ]
  /// In a table of the old kind: EFI's own, and those of FAT.
  private static let oldTypes: Set<UInt8> = [0xEF, 0x01, 0x04, 0x06, 0x0B, 0x0C, 0x0E]

  /// Looks at a disk's partition table. Starts no process.
  ///
  /// - Parameter format: `qcow2` or `raw`.
  /// - Returns: nil when the table cannot be read without a process, such as in a compressed image.
  package static func exists(on path: String, format: String) -> Bool? {
    let disk = GuestSectors(path: path, format: format)
    guard let start = disk.read(at: 0, count: 1024) else { return nil }
    // A file system on the whole disk.
    if start[54..<57].elementsEqual("FAT".utf8) || start[82..<85].elementsEqual("FAT".utf8) { return true }
    guard start[510] == 0x55, start[511] == 0xAA else { return false }
    if (0..<4).contains(where: { oldTypes.contains(start[446 + 16 * $0 + 4]) }) { return true }
    guard start[512..<520].elementsEqual("EFI PART".utf8) else { return false }
    let (place, size) = (number(start[584..<592]), number(start[596..<600]))
    let count = min(128, number(start[592..<596]))
    guard place < 1 << 32, (128...4096).contains(size) else { return nil }
    for index in 0..<count {
      guard let type = disk.read(at: place * 512 + index * size, count: 16) else { return nil }
      if types.contains(type) { return true }
    }
    return false
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
