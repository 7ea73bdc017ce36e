/// The name of a network namespace that is plugged into a network, safe as a word of `ip netns`.
///
/// One to 10 letters, digits, `_` or `-`; the first is a letter. The host's end of the namespace's cable is
/// called `veth-NAME`, which leaves 10 of the kernel's 15 characters.
public struct NamespaceName: TextValue {
  /// The name as it was written.
  public let description: String

  /// Reads a name.
  ///
  /// - Throws: `InvalidValue` when the text breaks a rule above.
  public init(parsing text: String) throws(InvalidValue) {
    guard text.utf8.first.map(ASCII.isLetter) == true, ASCII.isWord(text, others: "_-", limit: .max) else {
      throw InvalidValue(text: text, reason: "expected \(Self.expectation)")
    }
    let length = text.utf8.count
    guard length <= Self.maximumLength else {
      throw InvalidValue(
        text: text,
        reason: "the name has \(length) characters: 10 fit, as the cable is called \(Self.cablePrefix)NAME and the "
          + "kernel has room for \(InterfaceName.maximumLength)")
    }
    description = text
  }

  /// The name of the host's end of the namespace's cable: `veth-NAME`.
  public var cable: String { Self.cablePrefix + description }

  static let expectation = "1 to 10 letters, digits, '_' or '-', the first a letter"
  private static let cablePrefix = "veth-"
  private static let maximumLength = InterfaceName.maximumLength - cablePrefix.utf8.count
}
