internal import Wording

/// The name under which a guest mounts a folder of the host.
public struct ShareTag: TextValue {
  /// The tag as it was written.
  public let description: String

  /// Reads a tag.
  ///
  /// - Throws: `InvalidValue` when it is not 1 to 31 letters, digits, `.`, `_` or `-`, the first a letter or digit: 9p
  ///   takes 31 bytes, virtiofs 36.
  public init(parsing text: String) throws(InvalidValue) {
    guard ASCII.isWord(text, others: "._-", limit: 31) else {
      throw InvalidValue(text: text, reason: "expected \(Self.expectation)")
    }
    description = text
  }

  static let expectation = "a tag: 1 to 31 letters, digits, '.', '_' or '-', the first a letter or digit"
  static let pattern = "^[A-Za-z0-9][A-Za-z0-9._-]{0,30}$"
}
