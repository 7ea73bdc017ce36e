/// A folder in a repository; `.` is its top.
public struct SourceFolder: TextValue {
  /// Relative to the top.
  public let description: String

  /// Where profiles are unless somebody says otherwise.
  public static let standard = SourceFolder(description: "Profiles")

  private init(description: String) { self.description = description }

  /// Reads a path that stays in the repository.
  ///
  /// - Throws: `InvalidValue` for one that begins with `/`, or has `..` or control characters in it.
  public init(parsing text: String) throws(InvalidValue) {
    let parts = text.split(separator: "/").filter { $0 != "." }
    guard !text.isEmpty, text.utf8.count <= 1024, !text.hasPrefix("/"), !text.hasPrefix("-"), !text.hasPrefix(":"),
      text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }),
      !parts.contains(where: { $0 == ".." || $0.lowercased() == ".git" })
    else { throw InvalidValue(text: text, reason: "expected \(Self.expectation)") }
    description = parts.isEmpty ? "." : parts.joined(separator: "/")
  }

  /// Beneath a repository's checkout.
  public func path(in root: String) -> String { description == "." ? root : "\(root)/\(description)" }

  static let expectation = "a folder in the repository such as Profiles, or '.'"
}
