internal import GLib
internal import Glibc

/// The lines of earlier sessions, in a file that only its owner can read.
///
/// Shells that run at once append to it under a lock, so that none loses another's lines.
package struct History: Sendable {
  static let limit = 1000

  private let path: String

  package init(directory: String) { path = directory + "/history" }

  /// The last lines, oldest first.
  func load() -> [String] {
    guard let text = DurableFile.text(path, limit: 16 << 20) else { return [] }
    return Array(text.split(separator: "\n").map(String.init).suffix(Self.limit))
  }

  /// Adds a line, unless it holds a secret or says nothing new. A history that can't be written is no
  /// reason to stop anybody: errors are dropped.
  func append(_ line: String) async {
    guard Self.isWorthKeeping(line) else { return }
    let folder = String(path.dropLast("/history".count))
    guard (try? PrivateDirectory.ensure(folder)) != nil else { return }
    guard let lock = try? await FileLock.acquire(path + ".lock", timeout: .milliseconds(500)) else { return }
    var lines = load()
    if lines.last != line { lines.append(line) }
    // Twice the limit, so that the file is not written anew for every line.
    let bytes = Array((lines.suffix(Self.limit).joined(separator: "\n") + "\n").utf8)
    try? DurableFile.replace(bytes, to: path)
    _ = consume lock
  }

  static func isWorthKeeping(_ line: String) -> Bool {
    !line.trimmingCharacters.isEmpty && !line.contains("\n") && !Secret.isIn(line) && line.utf8.count <= 16 << 10
  }
}
