/// The text of one file of a profile.
public struct ProfileSource: Sendable, Equatable {
  /// The whole path, without links, which tells files apart; nil for a text that a program gave.
  public var path: String?
  /// The file as messages name it.
  public var file: String
  /// Its contents, at most 1 MiB.
  public var text: String

  /// A file's text, read by the caller.
  public init(path: String?, file: String, text: String) {
    self.path = path
    self.file = file
    self.text = text
  }
}
