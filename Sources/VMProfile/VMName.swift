/// A machine's name, safe as a file name, a host name and a word of a command line.
///
/// One to 48 letters, digits, `-`, `_` or `.`; the first is a letter or a digit. It does not end with
/// `.`, nor with `.yml`, which would be the name of the file rather than of the machine.
public struct VMName: TextValue {
  /// The name as it was written.
  public let description: String

  /// Reads a name.
  ///
  /// - Throws: `InvalidValue` when the text breaks a rule above.
  public init(parsing text: String) throws(InvalidValue) {
    guard ASCII.isWord(text, others: "._-", limit: 48) else {
      throw InvalidValue(text: text, reason: "expected \(Self.expectation)")
    }
    let lower = text.lowercased()
    for suffix in [".yml", ".yaml"] where lower.hasSuffix(suffix) {
      let stem = text.dropLast(suffix.count)
      throw InvalidValue(text: text, reason: "a name has no file suffix: write '\(stem)'")
    }
    guard !text.hasSuffix(".") else { throw InvalidValue(text: text, reason: "a name does not end with '.'") }
    description = text
  }

  static let expectation = "1 to 48 letters, digits, '.', '_' or '-', the first a letter or digit"
}
