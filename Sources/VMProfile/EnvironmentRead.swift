/// A variable of the environment that a profile's file asks for.
public struct EnvironmentRead: Sendable, Hashable {
  /// The variable's name.
  public var name: String
  /// Where it is asked for.
  public var location: SourceLocation
}
