import Foundation
import Synchronization
import Testing

/// A user's world of a test's own: home, XDG folders, a project with `Profiles/`. Machines in it are ended
/// and looked for at the end.
struct Sandbox: Sendable, Waiting {
  /// Short, for socket paths.
  let root: String
  var environment: [String: String]

  var project: String { root + "/p" }
  var state: String { root + "/state/vmrun" }
  var images: String { root + "/data/vmrun/images" }
  var runtime: String { root + "/run" }

  func instance(_ name: String) -> String { "\(state)/instances/\(name)" }
  func sockets(_ name: String) -> String { "\(runtime)/vmrun/\(name)" }

  /// - Parameters:
  ///   - exclusive: no other test has machines meanwhile.
  ///   - sharesImages: whether the image store is the one that all tests share.
  ///   - isInner: a second user's world inside another one, which has its place among the machines already: to wait for
  ///     one more would be to wait for each other.
  static func with(
    exclusive: Bool = false, sharesImages: Bool = true, isInner: Bool = false,
    sourceLocation: SourceLocation = #_sourceLocation,
    _ body: (Sandbox) async throws -> Void
  ) async throws {
    if sharesImages { try await TestHost.prepareImage() }
    let slots = isInner ? 0 : await Slots.shared.take(all: exclusive)
    var failure: (any Error)?
    do {
      let sandbox = try Sandbox(sharesImages: sharesImages)
      do { try await body(sandbox) } catch {
        failure = error
        sandbox.recordLogs(sourceLocation)
      }
      await sandbox.cleanUp(sourceLocation)
    } catch {
      failure = failure ?? error
    }
    await Slots.shared.give(slots)
    if let failure { throw failure }
  }

  private init(sharesImages: Bool) throws {
    var template = Array("/tmp/vt-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw TestFailure("mkdtemp failed") }
    root = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    environment = [
      "HOME": root + "/home", "PATH": TestHost.searchPath, "XDG_DATA_HOME": root + "/data",
      "XDG_STATE_HOME": root + "/state", "XDG_CONFIG_HOME": root + "/config", "XDG_RUNTIME_DIR": root + "/run",
      // What vmrun learned of QEMU and of KVM stays true from test to test.
      "XDG_CACHE_HOME": TestHost.cache + "/cache", "LANG": "C.UTF-8", "TERM": "dumb",
    ]
    for folder in ["home", "run", "p/Profiles", "data/vmrun", "bin"] {
      try FileManager.default.createDirectory(atPath: "\(root)/\(folder)", withIntermediateDirectories: true)
    }
    chmod(root + "/run", 0o700)
    if sharesImages {
      try FileManager.default.createSymbolicLink(
        atPath: images, withDestinationPath: TestHost.cache + "/data/vmrun/images")
    }
  }

  // MARK: Files

  func write(_ text: String, _ path: String, mode: mode_t = 0o644) throws {
    let full = path.hasPrefix("/") ? path : "\(root)/\(path)"
    let folder = URL(filePath: full).deletingLastPathComponent().path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try RunningCommand.forking.withLock { _ in try Data(text.utf8).write(to: URL(filePath: full)) }
    chmod(full, mode)
  }

  func read(_ path: String) -> String? {
    try? String(contentsOfFile: path.hasPrefix("/") ? path : "\(root)/\(path)", encoding: .utf8)
  }

  func exists(_ path: String) -> Bool { access(path.hasPrefix("/") ? path : "\(root)/\(path)", F_OK) == 0 }

  /// Writes `Profiles/NAME.yml`.
  func profile(_ name: String, _ text: String) throws { try write(text, "p/Profiles/\(name).yml") }

  /// A profile with the image `tiny`; more keys can follow.
  func tinyProfile(_ name: String = "web", _ more: String = "") throws {
    try profile(name, "image: tiny\nmemory: 256M\n\(more)")
  }

  /// The recipes of this repository, for a project whose images are known and not built.
  func recipes() throws {
    try FileManager.default.createSymbolicLink(
      atPath: project + "/Images", withDestinationPath: TestHost.package + "/Images")
  }

  /// A machine with an empty disk: QEMU runs, no guest ever comes up. It starts in a moment.
  func idleProfile(_ name: String = "idle", _ more: String = "") throws {
    let disk = project + "/Profiles/empty.img"
    if !exists(disk) {
      try Data().write(to: URL(filePath: disk))
      truncate(disk, 1 << 20)
    }
    try profile(name, "image: ./empty.img\nmemory: 64M\n\(more)")
  }

  /// Puts a shell script in front of `PATH`.
  ///
  /// - Returns: its path.
  @discardableResult
  func tool(_ name: String, _ script: String) throws -> String {
    try write("#!/bin/sh\n\(script)\n", "bin/\(name)", mode: 0o755)
    return "\(root)/bin/\(name)"
  }

  /// The environment with the sandbox's own tools in front.
  var withTools: [String: String] { ["PATH": "\(root)/bin:\(TestHost.searchPath)"] }

  // MARK: Running vmrun

  func command(_ words: [String], env: [String: String?] = [:], input: String? = nil) -> Command {
    var environment = environment
    for (name, value) in env { environment[name] = value }
    return Command(words, folder: project, environment: environment, input: input)
  }

  @discardableResult
  func vmrun(
    _ words: String..., env: [String: String?] = [:], input: String? = nil, timeout: Duration = .seconds(150)
  ) async throws -> CommandResult {
    try await command([TestHost.vmrun] + words, env: env, input: input).run(timeout: timeout)
  }

  /// The same, and it has to succeed.
  @discardableResult
  func must(
    _ words: String..., env: [String: String?] = [:], input: String? = nil, timeout: Duration = .seconds(150),
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws -> CommandResult {
    let result = try await command([TestHost.vmrun] + words, env: env, input: input).run(timeout: timeout)
    try #require(result.status == 0, "vmrun \(words.joined(separator: " ")): \(result)", sourceLocation: sourceLocation)
    return result
  }

  /// The same with a list of words.
  func vmrun(arguments: [String], timeout: Duration = .seconds(90)) async throws -> CommandResult {
    try await command([TestHost.vmrun] + arguments).run(timeout: timeout)
  }

  @discardableResult
  func must(arguments: [String], sourceLocation: SourceLocation = #_sourceLocation) async throws -> CommandResult {
    let result = try await vmrun(arguments: arguments)
    try #require(
      result.status == 0, "vmrun \(arguments.joined(separator: " ")): \(result)", sourceLocation: sourceLocation)
    return result
  }

  func launch(_ words: String..., env: [String: String?] = [:], input: String? = nil) throws -> RunningCommand {
    try command([TestHost.vmrun] + words, env: env, input: input).start()
  }

  func shell(_ script: String, env: [String: String?] = [:], timeout: Duration = .seconds(60)) async throws
    -> CommandResult
  {
    try await command(["/bin/sh", "-c", script], env: env).run(timeout: timeout)
  }

  /// Runs a command in the guest; it has to succeed.
  @discardableResult
  func guest(_ name: String, _ script: String, sourceLocation: SourceLocation = #_sourceLocation) async throws -> String
  {
    let result = try await must("ssh", name, "--", script, timeout: .seconds(150), sourceLocation: sourceLocation)
    return result.output
  }

  // MARK: Looking

  func status(_ name: String, sourceLocation: SourceLocation = #_sourceLocation) async throws -> [String: Any] {
    let text = try await must("status", name, "--format", "json", sourceLocation: sourceLocation).output
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
    return try #require(object as? [String: Any], sourceLocation: sourceLocation)
  }

  func state(_ name: String) async throws -> String { try await status(name)["state"] as? String ?? "none" }

  func pid(_ name: String, sourceLocation: SourceLocation = #_sourceLocation) async throws -> Int32 {
    let number = try await status(name, sourceLocation: sourceLocation)["pid"] as? Int
    return Int32(try #require(number, sourceLocation: sourceLocation))
  }

  /// Processes that have the sandbox's path in their command line, other than this one and its own commands.
  func processes(naming text: String? = nil) -> [Int32] {
    let needle = Data((text ?? root).utf8)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { Int32($0) }.filter { pid in
      guard pid != getpid(), let line = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") else {
        return false
      }
      return line.range(of: needle) != nil
    }
  }

  /// The QEMUs of a machine that vmrun started or is about to.
  func machines(_ name: String) -> [Int32] { processes(naming: "\(root)/state/vmrun/instances/\(name)/events") }

  // MARK: The end

  /// What machines said last, for whoever reads a failure.
  private func recordLogs(_ sourceLocation: SourceLocation) {
    let instances = (try? FileManager.default.contentsOfDirectory(atPath: state + "/instances")) ?? []
    for name in instances {
      for log in ["qemu.log", "console.log", "events.out"] {
        guard let text = read(instance(name) + "/" + log), !text.isEmpty else { continue }
        Issue.record("the end of \(name)'s \(log): \(text.suffix(1500))", sourceLocation: sourceLocation)
      }
    }
  }

  private func cleanUp(_ sourceLocation: SourceLocation) async {
    let instances = (try? FileManager.default.contentsOfDirectory(atPath: state + "/instances")) ?? []
    for name in instances where exists(instance(name) + "/instance.json") {
      _ = try? await vmrun("kill", name)
      guard let result = try? await vmrun("delete", "--force", "--yes", name) else { continue }
      #expect(result.status == 0, "clean-up of \(name): \(result)", sourceLocation: sourceLocation)
      #expect(!exists(instance(name)), "\(name) left files", sourceLocation: sourceLocation)
    }
    // A process that was just killed takes a moment.
    for _ in 0..<100 where !processes().isEmpty { try? await Task.sleep(for: .milliseconds(20)) }
    for pid in processes() {
      let line = (try? String(contentsOfFile: "/proc/\(pid)/cmdline", encoding: .utf8)) ?? ""
      let words = line.split(separator: "\0").prefix(4).joined(separator: " ")
      Issue.record("process \(pid) was left behind: \(words)", sourceLocation: sourceLocation)
      kill(pid, SIGKILL)
    }
    _ = try? await Command(["/bin/rm", "-rf", root], folder: "/", environment: environment).run()
  }
}
