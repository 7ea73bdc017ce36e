/// An amount of memory or disk in bytes, written as QEMU writes it: `512M`, `4G`, `1.5T`; powers of 1024.
public struct ByteSize: Sendable, Hashable, Comparable {
  public let bytes: UInt64

  public init(bytes: UInt64) { self.bytes = bytes }

  public static func < (left: Self, right: Self) -> Bool { left.bytes < right.bytes }
}
