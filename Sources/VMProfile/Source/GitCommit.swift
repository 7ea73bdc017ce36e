/// A commit by its whole name.
public struct GitCommit: TextValue {
  /// 40 hexadecimal digits, or 64 in a repository that uses SHA-256.
  public let description: String

  /// Reads a commit's whole name.
  ///
  /// - Throws: `InvalidValue` for another text, abbreviations among them.
  public init(parsing text: String) throws(InvalidValue) {
    guard [40, 64].contains(text.utf8.count), text.utf8.allSatisfy(Self.isDigit) else {
      throw InvalidValue(text: text, reason: "expected \(Self.expectation)")
    }
    description = text
  }

  /// As people are shown it.
  public var short: String { String(description.prefix(12)) }

  private static func isDigit(_ byte: UInt8) -> Bool {
    ASCII.isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
  }

  static let expectation = "a commit: 40 hexadecimal digits"
}
