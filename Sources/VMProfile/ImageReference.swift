/// The disk that a machine starts from.
public enum ImageReference: Sendable, Hashable {
  /// A name in `Images/` or in the image store.
  case named(String)
  /// A file, written with a `/`; relative paths start at the profile's folder.
  case path(String)
}

extension ImageReference: TextValue {
  /// Reads a path when the text holds a `/`, else a name, which obeys the rules of `VMName`.
  ///
  /// - Throws: `InvalidValue` for a name against the rules, a path of a folder or with control characters.
  public init(parsing text: String) throws(InvalidValue) {
    guard text.contains("/") else {
      guard VMName(text) != nil else { throw InvalidValue(text: text, reason: "expected \(Self.expectation)") }
      self = .named(text)
      return
    }
    guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
      throw InvalidValue(text: text, reason: "a path has no control characters")
    }
    guard !text.hasSuffix("/") else {
      throw InvalidValue(text: text, reason: "this is a folder: expected the path of a disk image")
    }
    self = .path(text)
  }

  /// The name or the path as it was written.
  public var description: String {
    switch self {
    case .named(let name): name
    case .path(let path): path
    }
  }

  static let expectation = "the name of an image such as tiny, or a path with a '/' such as ./disk.qcow2"
}
