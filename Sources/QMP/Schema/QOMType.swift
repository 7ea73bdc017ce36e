internal import JSON

/// A type of QEMU's object model (`qom-list-types`).
public struct QOMType: Sendable, Hashable {
  public let name: String
  /// The type it is derived from; nil for the topmost.
  public let parent: String?

  public init(name: String, parent: String? = nil) {
    self.name = name
    self.parent = parent
  }

  init?(_ value: JSONValue) {
    guard let name = value["name"]?.stringValue else { return nil }
    self.init(name: name, parent: value["parent"]?.stringValue)
  }
}
