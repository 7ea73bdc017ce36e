internal import GLib
internal import Glibc
internal import VMProfile

/// A project's `.gitignore`, as far as people's own layers of profiles are concerned.
struct GitIgnore {
  static let pattern = "Profiles/*\(VMHost.localSuffix)"

  /// The folder that holds `Profiles/`.
  let project: String

  private var path: String { project + "/.gitignore" }

  /// Has git leave people's own layers alone, unless it does.
  ///
  /// - Returns: the file that was changed; nil: it was so already, or there is no git.
  func addLocalLayers() throws(RuntimeError) -> String? {
    guard GitWorkTree.top(from: project) != nil else { return nil }
    var status = stat()
    let exists = lstat(path, &status) == 0
    // git itself follows no link here (gitignore(5)).
    guard !exists || status.st_mode & S_IFMT == S_IFREG else { return nil }
    let text: String
    do throws(GLibError) {
      let bytes = exists ? try DurableFile.read(path, limit: 1 << 20) : []
      guard let known = String(validating: bytes, as: UTF8.self) else { return nil }
      text = known
      guard !Self.covers(text) else { return nil }
      let end = text.isEmpty || text.hasSuffix("\n") ? "" : "\n"
      let mode = exists ? Int32(status.st_mode & 0o7777) : 0o666
      try DurableFile.write("\(text)\(end)\(Self.pattern)\n".utf8, to: path, mode: mode)
      // A new file has the umask applied.
      if exists { chmod(path, status.st_mode & 0o7777) }
    } catch {
      throw RuntimeError(error)
    }
    return path
  }

  private static func covers(_ text: String) -> Bool {
    let patterns: Set = [pattern, "/\(pattern)", "*\(VMHost.localSuffix)", "**/*\(VMHost.localSuffix)"]
    return text.split(whereSeparator: \.isNewline).contains { line in
      var line = String(line)
      while line.last == " " || line.last == "\t" { line.removeLast() }
      return patterns.contains(line)
    }
  }
}
