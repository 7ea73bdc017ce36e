internal import Wording

/// A file or a folder of the host.
public struct HostPath: TextValue {
  /// As written: relative to the profile's folder unless it begins with `/`.
  public let description: String

  /// Reads a path. Nothing in it is expanded: neither `~`, nor variables, nor patterns.
  ///
  /// - Throws: `InvalidValue` for an empty one, one of more than 4095 bytes, one with control characters, and for what
  ///   people take for a path and the kernel does not: a URL, or `~`.
  public init(parsing text: String) throws(InvalidValue) {
    guard !text.isEmpty else { throw InvalidValue(text: text, reason: "expected \(Self.expectation)") }
    guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
      throw InvalidValue(text: text, reason: "a path has no control characters")
    }
    // PATH_MAX of the kernel's limits.h, without the byte that ends it.
    guard text.utf8.count <= 4095 else { throw InvalidValue(text: text, reason: "a path has at most 4095 bytes") }
    guard !text.hasPrefix("~") else {
      throw InvalidValue(text: text, reason: "'~' is not expanded: write the whole path")
    }
    guard !text.contains("://") else {
      throw InvalidValue(text: text, reason: "this is a URL: download the file first, then write its path")
    }
    description = text
  }

  /// Whether it leads out of the profile's folder by what is written, links aside.
  public var leavesFolder: Bool {
    guard !description.hasPrefix("/") else { return true }
    var depth = 0
    for part in description.split(separator: "/") where part != "." {
      depth += part == ".." ? -1 : 1
      if depth < 0 { return true }
    }
    return false
  }

  static let expectation = "the path of a file, relative to this file, or beginning with '/'"
  static let pattern = "^[^~\\u0000-\\u001f][^\\u0000-\\u001f]*$"
}
