/// One mistake in a profile or a network: where it is, what was expected, and what may have been meant.
public struct Diagnostic: Error, Sendable, Hashable, CustomStringConvertible {
  /// Where the mistake stands.
  public var location: SourceLocation
  /// What is wrong and what to do, on one line, without the place.
  public var message: String

  /// A mistake at a place.
  public init(location: SourceLocation, message: String) {
    self.location = location
    self.message = message
  }

  /// `web.yml:12:3: unknown key 'memroy': did you mean 'memory'?`
  public var description: String { "\(location): \(message)" }
}
