import GLib
import Glibc
import HostTool
import Synchronization

@testable import DiskImage

/// A folder of a test's own, removed with it.
final class Sandbox: Sendable {
  let path: String
  private let isOwner: Bool

  init() throws {
    path = try Folder.temporary(prefix: "/tmp/vmrun-disk-test-")
    isOwner = true
  }

  /// The folder of another process's test.
  init(borrowing path: String) {
    self.path = path
    isOwner = false
  }

  deinit { if isOwner { try? Folder.remove(path) } }

  func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }

  func folder(_ name: String) throws -> String {
    try PrivateDirectory.ensure(self(name))
    return self(name)
  }

  @discardableResult
  func write(_ text: String, _ name: String, mode: mode_t = 0o644) throws -> String {
    try PrivateDirectory.ensure(TemporaryName.folder(of: self(name)))
    try Durable.write(text, to: self(name))
    chmod(self(name), mode)
    return self(name)
  }

  /// A qcow2 or raw image.
  func image(_ name: String, format: String = "qcow2", size: String = "64M") async throws -> String {
    try PrivateDirectory.ensure(TemporaryName.folder(of: self(name)))
    try await HostTool.runChecked("qemu-img", ["create", "-q", "-f", format, self(name), size])
    return self(name)
  }

  /// A program in front of `PATH` within `body`.
  func withTool(_ name: String, _ script: String, _ body: () async throws -> Void) async throws {
    try write(script, "bin/\(name)", mode: 0o755)
    let path = ([self("bin")] + HostTool.searchFolders).joined(separator: ":")
    try await HostTool.$searchPath.withValue(path, operation: body)
  }
}

/// Nothing on PATH: whatever wants to start a program fails.
func withoutTools(_ body: () async throws -> Void) async throws {
  try await HostTool.$searchPath.withValue("/nonexistent", operation: body)
}

func diskError(_ body: () async throws -> some Any) async -> DiskImageError? {
  do {
    _ = try await body()
    return nil
  } catch { return error as? DiskImageError }
}

final class Lines: Sendable {
  private let lines = Mutex<[String]>([])
  func append(_ line: String) { lines.withLock { $0.append(line) } }
  var all: [String] { lines.withLock { $0 } }
}
