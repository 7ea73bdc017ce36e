/// Paths of a source, which start at its folder, as paths of a profile, which start at the profile's. `..` is taken out
/// where no link is in the way of it.
package struct ImportedPath: Sendable {
  private let source: [String]
  private let target: [String]
  private let isLink: @Sendable (String) -> Bool

  /// - Parameters:
  ///   - source: the absolute folder that the source's relative paths start from.
  ///   - target: the absolute folder of the profile.
  ///   - isLink: whether an absolute path is a symbolic link.
  package init(from source: String, to target: String, isLink: @escaping @Sendable (String) -> Bool = { _ in false }) {
    self.source = Self.normal(Self.parts(source), isLink)
    self.target = Self.normal(Self.parts(target), isLink)
    self.isLink = isLink
  }

  /// The path with a `/` in it; an absolute one stays one, and one that a shell would have to complete stays as it is.
  package func moved(_ path: String) -> String {
    guard !path.isEmpty, !path.hasPrefix("~"), !path.hasPrefix("$") else { return path }
    guard !path.hasPrefix("/") else { return Self.normal(path, isLink: isLink) }
    let full = Self.normal(source + Self.parts(path), isLink)
    let common = zip(full, target).prefix { $0 == $1 }.count
    // Another tree altogether: the way there would be longer than its name.
    guard common > 0 || target.isEmpty else { return "/" + full.joined(separator: "/") }
    let up = Array(repeating: "..", count: target.count - common)
    let parts = up + full[common...]
    return parts.first == ".." ? parts.joined(separator: "/") : "./" + parts.joined(separator: "/")
  }

  /// An absolute path without `..` and `.`, as far as it names the same file then.
  package static func normal(_ path: String, isLink: (String) -> Bool) -> String {
    guard path.split(separator: "/").contains(where: { $0 == ".." || $0 == "." }) else { return path }
    return "/" + normal(parts(path), isLink).joined(separator: "/")
  }

  private static func parts(_ path: String) -> [String] {
    path.split(separator: "/").map(String.init).filter { $0 != "." }
  }

  private static func normal(_ parts: [String], _ isLink: (String) -> Bool) -> [String] {
    var result: [String] = []
    for part in parts {
      // What is above the target of a link is not what is above the link.
      if part == "..", result.last == ".." || !result.isEmpty && isLink("/" + result.joined(separator: "/")) {
        result.append(part)
      } else if part == ".." {
        _ = result.popLast()
      } else {
        result.append(part)
      }
    }
    return result
  }
}
