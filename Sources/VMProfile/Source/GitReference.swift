/// A branch, a tag or a commit, as a person names it.
public struct GitReference: TextValue {
  /// As it was written.
  public let description: String

  /// Reads a name by the rules of git-check-ref-format(1).
  ///
  /// - Throws: `InvalidValue` for a name against them, or that looks like an option.
  public init(parsing text: String) throws(InvalidValue) {
    let forbidden = Set(" ~^:?*[\\\u{7f}".unicodeScalars)
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard text.utf8.count <= 200, !text.hasPrefix("-"), text != "@",
      text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && !forbidden.contains($0) }),
      parts.allSatisfy({ !$0.isEmpty && !$0.hasPrefix(".") && !$0.hasSuffix(".lock") && !$0.hasSuffix(".") }),
      !parts.contains(where: { Self.contains($0, "..") || Self.contains($0, "@{") })
    else { throw InvalidValue(text: text, reason: "expected \(Self.expectation)") }
    description = text
  }

  private static func contains(_ text: Substring, _ pair: String) -> Bool {
    zip(text.unicodeScalars, text.unicodeScalars.dropFirst()).contains { left, right in
      pair.unicodeScalars.elementsEqual([left, right])
    }
  }

  static let expectation = "the name of a branch, a tag or a commit"
}
