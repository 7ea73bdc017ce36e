import GLib
import Glibc

/// A folder tree of a test's own, gone with the value.
final class FolderOfTest: Sendable {
  let path: String

  init() { path = (try? Folder.temporary(prefix: "/tmp/vmrun-test-")) ?? "" }

  deinit { try? Folder.remove(path) }

  func write(_ text: String, _ name: String) throws {
    var folder = path
    for part in name.split(separator: "/").dropLast() {
      folder += "/\(part)"
      mkdir(folder, 0o700)
    }
    try DurableFile.replace(text.utf8, to: "\(path)/\(name)")
  }
}
