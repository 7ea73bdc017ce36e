/// The name of a network and of its file, `networks/NAME.yml`.
///
/// One to 32 letters, digits, `-` or `_`; the first is a letter.
public struct NetworkName: TextValue {
  /// The name as it was written.
  public let description: String

  /// Reads a name.
  ///
  /// - Throws: `InvalidValue` when the text breaks a rule above.
  public init(parsing text: String) throws(InvalidValue) {
    let lower = text.lowercased()
    for suffix in [".yml", ".yaml"] where lower.hasSuffix(suffix) {
      let stem = text.dropLast(suffix.count)
      throw InvalidValue(text: text, reason: "a name has no file suffix: write '\(stem)'")
    }
    guard text.utf8.first.map(ASCII.isLetter) == true, ASCII.isWord(text, others: "-_", limit: 32) else {
      throw InvalidValue(text: text, reason: "expected \(Self.expectation)")
    }
    description = text
  }

  static let expectation = "1 to 32 letters, digits, '-' or '_', the first a letter"
}
