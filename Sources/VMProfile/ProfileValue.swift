public import JSON

/// One value of a profile as it is in the end, and where it comes from.
public struct ProfileValue: Sendable, Equatable {
  /// `memory`, `nics[0].user.forward[1]`.
  public var keyPath: String
  /// What it is, by YAML's core schema.
  public var value: JSONValue
  /// Nil: no file says so; it is what holds when the key is left out.
  public var origin: SourceLocation?

  /// The value as people read it.
  public var text: String { Self.text(of: value) }

  /// Any value as people read it.
  public static func text(of value: JSONValue) -> String {
    switch value {
    case .string(let text): text
    default: value.compact
    }
  }
}
