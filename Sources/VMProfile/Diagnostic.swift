/// One mistake in a profile: where it is, what was expected, and what may have been meant.
public struct Diagnostic: Sendable, Hashable, CustomStringConvertible {
  public var location: SourceLocation
  public var message: String

  public init(location: SourceLocation, message: String) {
    self.location = location
    self.message = message
  }

  /// `web.yml:12:3: unknown key 'memroy': did you mean 'memory'?`
  public var description: String { "\(location.file):\(location.line):\(location.column): \(message)" }
}
