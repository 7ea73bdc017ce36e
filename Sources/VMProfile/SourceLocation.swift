/// A place in a profile; lines and columns count from 1.
public struct SourceLocation: Sendable, Hashable {
  public var file: String
  public var line: Int
  public var column: Int
}
