/// Why bytes are not JSON, and where.
public struct JSONError: Error, Equatable, CustomStringConvertible {
  /// What was wrong, for people.
  public let message: String
  /// Bytes before the place.
  public let offset: Int

  public init(message: String, offset: Int) {
    self.message = message
    self.offset = offset
  }

  public var description: String { "not JSON at byte \(offset): \(message)" }
}
