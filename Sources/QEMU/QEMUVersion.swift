/// A release of QEMU: `7.2.22`.
public struct QEMUVersion: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
  public var major: Int
  public var minor: Int
  public var micro: Int

  public init(major: Int, minor: Int, micro: Int) {
    self.major = major
    self.minor = minor
    self.micro = micro
  }

  /// The oldest release that vmrun supports.
  public static let minimum = QEMUVersion(major: 7, minor: 2, micro: 0)

  public var description: String { "\(major).\(minor).\(micro)" }

  public static func < (left: Self, right: Self) -> Bool {
    (left.major, left.minor, left.micro) < (right.major, right.minor, right.micro)
  }
}
