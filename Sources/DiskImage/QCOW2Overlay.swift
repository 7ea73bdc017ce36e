internal import GLib
internal import Glibc
internal import VMProfile

/// A new qcow2 in which nothing is written yet, on top of an image.
///
/// It is four or so clusters of tables, and a process of qemu-img that writes them would take most of the time that a
/// new disk costs a start.
///
/// Source: QEMU's docs/interop/qcow2.txt.
struct QCOW2Overlay {
  private static let clusterBits: UInt64 = 16
  private static let cluster: UInt64 = 1 << clusterBits
  /// The format bounds the name of the image below.
  private static let longestName = 1023

  let backing: String
  let backingFormat: String
  let size: ByteSize

  /// Entries of the first-level table: each stands for a cluster full of second-level entries of eight bytes.
  private var firstLevelEntries: UInt64 {
    let covered = Self.cluster * (Self.cluster / 8)
    return (size.bytes + covered - 1) / covered
  }

  /// Header, refcount table, refcount block, and the first-level table.
  private var clusters: UInt64 { 3 + max(1, (firstLevelEntries * 8 + Self.cluster - 1) / Self.cluster) }

  /// Makes the file with mode 0600; it must not exist.
  func write(to path: String) throws(DiskImageError) {
    guard backing.utf8.count <= Self.longestName else {
      throw .unreadableImage(path: backing, reason: "its path has more than \(Self.longestName) bytes")
    }
    guard size <= BackingChain.maximumSize else {
      throw .unreadableImage(path: backing, reason: "a disk of \(size) is more than \(BackingChain.maximumSize)")
    }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw Durable.failed("create", path) }
    defer { close(descriptor) }
    let references = [UInt8]((0..<clusters).flatMap { _ in [UInt8](arrayLiteral: 0, 1) })
    guard ftruncate(descriptor, off_t(clusters * Self.cluster)) == 0 else { throw Durable.failed("write", path) }
    for (bytes, number) in [(header, 0), (Self.bigEndian(2 * Self.cluster, bytes: 8), 1), (references, 2)] {
      guard pwrite(descriptor, bytes, bytes.count, off_t(UInt64(number) * Self.cluster)) == bytes.count else {
        throw Durable.failed("write", path)
      }
    }
    guard fsync(descriptor) == 0 else { throw Durable.failed("write", path) }
  }

  private var header: [UInt8] {
    let name = Array(backing.utf8)
    let format = Array(backingFormat.utf8)
    let padding = [UInt8](repeating: 0, count: (8 - format.count % 8) % 8)
    // The header extension that names the format below, and the one that ends the list.
    let extensions =
      Self.bigEndian(0xE279_2ACA, bytes: 4) + Self.bigEndian(UInt64(format.count), bytes: 4) + format + padding
      + [UInt8](repeating: 0, count: 8)
    let length: UInt64 = 104
    let fields: [(value: UInt64, bytes: Int)] = [
      (0x5146_49FB, 4), (3, 4),
      // The image below: where its name is, and how long.
      (length + UInt64(extensions.count), 8), (UInt64(name.count), 4),
      (Self.clusterBits, 4), (size.bytes, 8),
      // No encryption.
      (0, 4), (firstLevelEntries, 4), (3 * Self.cluster, 8),
      // The refcount table is one cluster.
      (Self.cluster, 8), (1, 4),
      // No snapshots, no features of any kind.
      (0, 4), (0, 8), (0, 8), (0, 8), (0, 8),
      // Refcounts of 1 << 4 bits.
      (4, 4), (length, 4),
    ]
    return fields.flatMap { Self.bigEndian($0.value, bytes: $0.bytes) } + extensions + name
  }

  private static func bigEndian(_ value: UInt64, bytes: Int) -> [UInt8] {
    (0..<bytes).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
  }
}
