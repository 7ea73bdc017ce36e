/// Something wrong, or worth a word, about a command before it is sent.
public struct ArgumentProblem: Sendable, Hashable {
  /// What it is about.
  public enum Kind: Sendable, Hashable {
    case unknownCommand
    case unknownArgument
    case missingArgument
    case wrongType
    /// A word that its enumeration doesn't have, or a number out of range.
    case unknownValue
    /// It works, but a later QEMU may do without it.
    case deprecated
    /// It works, but may change without notice.
    case unstable
  }

  public let kind: Kind
  /// Where: `addr.host`, `tags[2]`; empty for the command itself.
  public let path: String
  /// For people: what is wrong and what is expected.
  public let message: String
  /// The nearest word that would be right.
  public let suggestion: String?

  /// Whether QEMU would refuse the command.
  public var isError: Bool { kind != .deprecated && kind != .unstable }
}

extension ArgumentProblem: CustomStringConvertible {
  public var description: String { suggestion.map { "\(message): did you mean '\($0)'?" } ?? message }
}
