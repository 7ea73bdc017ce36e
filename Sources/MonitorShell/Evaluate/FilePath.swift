internal import GLib
internal import Glibc

enum FilePath {
  /// `~/x` in the user's home.
  static func expand(_ path: String) -> String {
    if path == "~" { return UserDirectories.home }
    return path.hasPrefix("~/") ? UserDirectories.home + path.dropFirst() : path
  }
}

extension FilePath {
  /// Files and folders that a path may become, as they would be typed; folders end in a slash.
  static func completions(of path: String) -> [String] {
    let slash = path.lastIndex(of: "/")
    let typedFolder = slash.map { String(path[...$0]) } ?? ""
    let folder = typedFolder.isEmpty ? "." : expand(typedFolder)
    let begun = slash.map { String(path[path.index(after: $0)...]) } ?? path
    guard let handle = opendir(folder) else { return [] }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle), names.count < 1000 {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard name.hasPrefix(begun), begun.hasPrefix(".") || !name.hasPrefix(".") else { continue }
      names.append(typedFolder + name + (entry.pointee.d_type == UInt8(DT_DIR) ? "/" : ""))
    }
    return names
  }
}
