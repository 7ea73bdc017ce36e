/// Where the values of a profile or a network stand in its file, by key path such as `nics[0].model`.
///
/// Two maps always compare equal: where a value was written does not change what it means.
public struct SourceMap: Sendable, Equatable {
  /// The file as messages name it; nil: the values stand in none.
  public var file: String?
  /// The whole paths of the files in the locations.
  var paths: [String: String] = [:]
  private var locations: [String: SourceLocation] = [:]

  /// A map of no places.
  public init() {}

  /// Where the value of a key path stands; nil for one that was not written.
  public subscript(keyPath: String) -> SourceLocation? {
    get { locations[keyPath] }
    set { locations[keyPath] = newValue }
  }

  /// The whole path of the file that the value of a key path was written in; nil when it was written in none.
  public func path(of keyPath: String) -> String? { locations[keyPath].flatMap { paths[$0.file] } }

  /// Always true.
  public static func == (_: Self, _: Self) -> Bool { true }
}
