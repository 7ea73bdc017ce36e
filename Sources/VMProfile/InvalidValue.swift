internal import Wording

/// Why a text is not a value of some kind, in words that say what to write instead.
public struct InvalidValue: Error, Sendable, Hashable, CustomStringConvertible {
  /// The text as it was given.
  public let text: String
  /// What is wrong, to be read after the text: `expected a size such as 512M`.
  public let reason: String

  /// A fault of a text.
  public init(text: String, reason: String) {
    self.text = text
    self.reason = reason
  }

  /// `'512': a size needs a unit: write 512M, or K, G or T in place of M`
  public var description: String { "'\(Excerpt.of(text))': \(reason)" }
}
