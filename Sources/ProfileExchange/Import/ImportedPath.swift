/// Paths of a source, which start at its folder, as paths of a profile, which start at the profile's. By the text
/// alone: nothing is looked up, and links are not followed.
package struct ImportedPath: Sendable {
  private let source: [String]
  private let target: [String]

  /// - Parameters:
  ///   - source: the absolute folder that the source's relative paths start from.
  ///   - target: the absolute folder of the profile.
  package init(from source: String, to target: String) {
    self.source = Self.parts(source)
    self.target = Self.parts(target)
  }

  /// The path with a `/` in it; an absolute one, and one that a shell would have to complete, stay as they are.
  package func moved(_ path: String) -> String {
    guard !path.isEmpty, !path.hasPrefix("/"), !path.hasPrefix("~"), !path.hasPrefix("$") else { return path }
    let full = Self.normal(source + Self.parts(path))
    let common = zip(full, target).prefix { $0 == $1 }.count
    // Another tree altogether: the way there would be longer than its name.
    guard common > 0 || target.isEmpty else { return "/" + full.joined(separator: "/") }
    let up = Array(repeating: "..", count: target.count - common)
    let parts = up + full[common...]
    return parts.first == ".." ? parts.joined(separator: "/") : "./" + parts.joined(separator: "/")
  }

  private static func parts(_ path: String) -> [String] {
    path.split(separator: "/").map(String.init).filter { $0 != "." }
  }

  private static func normal(_ parts: [String]) -> [String] {
    var result: [String] = []
    for part in parts {
      if part == ".." { _ = result.popLast() } else { result.append(part) }
    }
    return result
  }
}
