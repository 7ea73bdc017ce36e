/// Paths of a script, relative to the script's own folder; by the text alone.
enum ScriptPath {
  /// A path that starts at a folder.
  static func joined(_ folder: String, _ path: String) -> String {
    guard !folder.isEmpty, !path.isEmpty, !"/~$`".contains(path.first ?? "/") else { return path }
    return normal("\(folder)/\(path)")
  }

  /// Without `.` and with as few `..` as there can be.
  static func normal(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else if part != ".." || !path.hasPrefix("/") {
        parts.append(part)
      }
    }
    return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
  }

  /// The way from a folder back to the script's; nil: nobody knows it.
  static func way(from folder: String?) -> String? {
    guard let folder, !folder.hasPrefix("/"), !"~$`".contains(folder.first ?? "a") else { return nil }
    let parts = folder.split(separator: "/")
    guard !parts.contains("..") else { return nil }
    return parts.isEmpty ? "." : parts.map { _ in ".." }.joined(separator: "/")
  }
}
