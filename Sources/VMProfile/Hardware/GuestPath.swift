internal import Wording

/// A folder in the guest.
public struct GuestPath: TextValue {
  /// The whole path.
  public let description: String

  /// Reads a path from the guest's root. It stands in the guest's `/etc/fstab`, and in scripts of small guests, so that
  /// only plain characters are taken.
  ///
  /// - Throws: `InvalidValue` for a relative path, `/` itself, parts that are empty, `.` or `..`, more than 255 bytes,
  ///   and other characters than letters, digits, `.`, `_`, `-`, `+` and `@`.
  public init(parsing text: String) throws(InvalidValue) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    let isPlain = text.utf8.allSatisfy { ASCII.isAlphanumeric($0) || "/._-+@".utf8.contains($0) }
    guard text.hasPrefix("/"), text.utf8.count <= 255, isPlain,
      parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." })
    else { throw InvalidValue(text: text, reason: "expected \(Self.expectation)") }
    description = text
  }

  static let expectation = "a folder in the guest, by its whole path such as /mnt/src"
  static let pattern = "^(/[A-Za-z0-9._@+-]+)+$"
}
