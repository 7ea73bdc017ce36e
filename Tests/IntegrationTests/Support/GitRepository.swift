import Foundation

/// A repository of profiles, such as a team has on its server.
struct GitRepository {
  let box: Sandbox
  let path: String

  /// Makes an empty one.
  init(_ box: Sandbox, _ name: String = "srv/vms") async throws {
    self.box = box
    path = "\(box.root)/\(name)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try await git("init", "--quiet", "--initial-branch=main", ".")
  }

  @discardableResult
  func git(_ words: String...) async throws -> String {
    let identity = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-c", "protocol.file.allow=always"]
    var command = box.command(["git"] + identity + words)
    command.folder = path
    let result = try await command.run()
    guard result.status == 0 else { throw TestFailure("git \(words.joined(separator: " ")): \(result)") }
    return result.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  func write(_ text: String, _ name: String, mode: mode_t = 0o644) throws {
    try box.write(text, "\(path)/\(name)", mode: mode)
  }

  /// A machine with an empty disk and an empty CD: QEMU runs, no guest ever comes up.
  func idleProfile(_ name: String, _ more: String = "") throws {
    try write(String(repeating: "\0", count: 1 << 20), "Profiles/empty.img")
    try write("cdrom: ./empty.img\ndisk: 1M\nmemory: 64M\n\(more)", "Profiles/\(name).yml")
  }

  /// Commits all files as they are.
  ///
  /// - Returns: the commit.
  @discardableResult
  func commit(_ message: String = "x") async throws -> String {
    try await git("add", "--all")
    try await git("commit", "--quiet", "--allow-empty", "-m", message)
    return try await git("rev-parse", "HEAD")
  }
}
