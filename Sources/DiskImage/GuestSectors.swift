internal import Glibc

/// The first sectors of a disk as its guest sees them, read without a process.
struct GuestSectors {
  /// Names of files below an image are followed this far.
  private static let maximumDepth = 16
  /// Bits 9 to 55 of a table's entry: where a cluster or a table lies in the file.
  private static let offsetMask: UInt64 = 0x00FF_FFFF_FFFF_FE00

  let path: String
  let format: String

  /// - Returns: nil when that cannot be told: the file cannot be read, or the sectors are compressed in it. What is
  ///   beyond the end reads as zero.
  func read(at offset: UInt64, count: Int, depth: Int = 0) -> [UInt8]? {
    guard depth < Self.maximumDepth else { return nil }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    guard format == "qcow2" else { return Self.bytes(descriptor, offset, count) }
    var result: [UInt8] = []
    while result.count < count {
      let position = offset + UInt64(result.count)
      let piece = min(count - result.count, 512 - Int(position % 512))
      guard let bytes = cluster(descriptor, position, piece, depth) else { return nil }
      result += bytes
    }
    return result
  }

  /// QEMU's docs/interop/qcow2.txt, "Cluster mapping".
  private func cluster(_ descriptor: Int32, _ position: UInt64, _ count: Int, _ depth: Int) -> [UInt8]? {
    guard let header = Self.bytes(descriptor, 0, 104), header.starts(with: [0x51, 0x46, 0x49, 0xFB]) else { return nil }
    let bits = Self.number(header[20..<24])
    let isVersion3 = Self.number(header[4..<8]) == 3
    // Bit 2: the data are in another file; bit 4: entries have a second half.
    guard (9...21).contains(bits), !isVersion3 || header[79] & 0x14 == 0 else { return nil }
    let index = position >> bits
    let perTable: UInt64 = 1 << (bits - 3)
    guard index / perTable < Self.number(header[36..<40]) else { return [UInt8](repeating: 0, count: count) }
    let first = Self.number(header[40..<48]) &+ 8 * (index / perTable)
    guard let upper = Self.entry(descriptor, first) else { return nil }
    let table = upper & Self.offsetMask
    guard table > 0 else { return below(position, count, depth) }
    guard let lower = Self.entry(descriptor, table &+ 8 * (index % perTable)), lower & (1 << 62) == 0 else {
      return nil
    }
    if isVersion3, lower & 1 != 0 { return [UInt8](repeating: 0, count: count) }
    guard lower & Self.offsetMask > 0 else { return below(position, count, depth) }
    return Self.bytes(descriptor, lower & Self.offsetMask &+ position % (1 << bits), count)
  }

  private func below(_ position: UInt64, _ count: Int, _ depth: Int) -> [UInt8]? {
    guard let header = QCOW2Header(path: path) else { return nil }
    guard let name = header.backingFile else { return [UInt8](repeating: 0, count: count) }
    let file = name.hasPrefix("/") ? name : "\(TemporaryName.folder(of: path))/\(name)"
    return GuestSectors(path: file, format: header.backingFormat ?? "qcow2")
      .read(at: position, count: count, depth: depth + 1)
  }

  private static func bytes(_ descriptor: Int32, _ offset: UInt64, _ count: Int) -> [UInt8]? {
    guard offset < 1 << 62 else { return nil }
    var buffer = [UInt8](repeating: 0, count: count)
    return pread(descriptor, &buffer, count, off_t(offset)) < 0 ? nil : buffer
  }

  private static func entry(_ descriptor: Int32, _ offset: UInt64) -> UInt64? {
    bytes(descriptor, offset, 8).map { number($0[...]) }
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
}
