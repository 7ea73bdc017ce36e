/// The name of a network interface of the host, safe as a word of `ip`, `nft` and `dnsmasq`.
///
/// One to 15 letters, digits, `.`, `_` or `-`, the first a letter or digit: never an option, a wildcard or
/// a path. Not `all` nor `default`: sysctl's folders of those names mean every interface.
public struct InterfaceName: TextValue {
  /// The name as it was written.
  public let description: String

  /// Reads a name.
  ///
  /// - Throws: `InvalidValue` when the text breaks a rule above.
  public init(parsing text: String) throws(InvalidValue) {
    guard ASCII.isWord(text, others: Self.others, limit: .max) else {
      throw InvalidValue(text: text, reason: "expected \(Self.expectation)")
    }
    let length = text.utf8.count
    guard length <= Self.maximumLength else {
      throw InvalidValue(
        text: text, reason: "the name has \(length) characters: the kernel has room for \(Self.maximumLength)")
    }
    guard !Self.reserved.contains(text) else {
      throw InvalidValue(
        text: text, reason: "sysctl takes this name for every interface of the host: write another one")
    }
    description = text
  }

  /// Whether this is the loopback interface, which leads nowhere and joins no bridge.
  public var isLoopback: Bool { description == "lo" }

  /// `IFNAMSIZ` of net/if.h is 16 bytes, with the zero at the end.
  public static let maximumLength = 15

  static let example = "the name of an interface such as eth0"
  static let others = "._-"
  static let expectation = "1 to 15 letters, digits, '.', '_' or '-', the first a letter or digit"
  private static let reserved = ["all", "default"]
}
