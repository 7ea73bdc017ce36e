import Foundation
import Testing

@testable import GLib

/// A folder of a test's own, removed with all it holds.
final class Scratch: Sendable {
  let path: String

  init() throws {
    var template = Array("/tmp/glib-test-XXXXXX".utf8CString)
    try #require(mkdtemp(&template) != nil)
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  static func / (scratch: Scratch, name: String) -> String { "\(scratch.path)/\(name)" }

  func mode(_ name: String) -> UInt32? {
    var status = stat()
    return stat(self / name, &status) == 0 ? status.st_mode & 0o7777 : nil
  }

  func names() -> [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// Waits until something is so.
///
/// - Returns: whether it was within ten seconds.
func eventually(_ condition: () -> Bool) async -> Bool {
  let deadline = ContinuousClock.now + .seconds(10)
  while ContinuousClock.now < deadline {
    if condition() { return true }
    try? await Task.sleep(for: .milliseconds(5))
  }
  return condition()
}
