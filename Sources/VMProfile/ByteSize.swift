/// An amount of memory or disk in bytes, written as QEMU writes it: `512M`, `4G`, `1.5T`; powers of 1024.
public struct ByteSize: Sendable, Hashable, Comparable {
  /// The amount in bytes.
  public let bytes: UInt64

  /// An amount in bytes.
  public init(bytes: UInt64) { self.bytes = bytes }

  /// An amount in mebibytes of 1,048,576 bytes; nil beyond what `UInt64` counts.
  public init?(mebibytes: UInt64) {
    let (bytes, overflow) = mebibytes.multipliedReportingOverflow(by: 1 << 20)
    guard !overflow else { return nil }
    self.bytes = bytes
  }

  /// The order of amounts.
  public static func < (left: Self, right: Self) -> Bool { left.bytes < right.bytes }
}
