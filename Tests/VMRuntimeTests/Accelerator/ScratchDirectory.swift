import GLib
import Glibc

/// A directory of a test's own, empty at first and gone with the value.
final class ScratchDirectory: Sendable {
  let path: String

  init() {
    var template = Array("/tmp/vmrun-test-XXXXXX".utf8CString)
    path = mkdtemp(&template) == nil ? "" : String(decoding: template.dropLast().map { UInt8($0) }, as: UTF8.self)
  }

  deinit {
    for name in names { unlink(path + "/" + name) }
    rmdir(path)
  }

  /// The names in the directory, sorted.
  var names: [String] {
    Folder.names(in: path)
  }

  func write(_ name: String, _ text: String) -> String {
    let file = path + "/" + name
    let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    _ = text.utf8CString.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count - 1) }
    close(descriptor)
    return file
  }
}
