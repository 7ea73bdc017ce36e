import Foundation
import Testing

/// What the tests need of the host, found out once a run.
enum TestHost {
  /// The folder of the package's sources, with `Profiles/` and `Images/`.
  static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  /// The program under test, which lies beside the tests' own program.
  /// Another one, such as a release build, is named by `VMRUN_TEST_PROGRAM`.
  static let vmrun: String = {
    if let program = ProcessInfo.processInfo.environment["VMRUN_TEST_PROGRAM"] { return program }
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(filePath: own).deletingLastPathComponent().appending(path: "vmrun").path
  }()

  static let isRoot = geteuid() == 0
  static let isCI = ProcessInfo.processInfo.environment["CI"].map { $0 != "" && $0 != "false" } ?? false

  /// What is kept between runs, the image above all: `VMRUN_TEST_CACHE`, else in the user's cache folder.
  static let cache: String = {
    let environment = ProcessInfo.processInfo.environment
    let user = environment["XDG_CACHE_HOME"] ?? "\(environment["HOME"] ?? "/tmp")/.cache"
    return environment["VMRUN_TEST_CACHE"] ?? "\(user)/vmrun-tests"
  }()

  static let searchPath: String = {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return path + ":/usr/sbin:/sbin"
  }()

  static func path(of program: String) -> String? {
    searchPath.split(separator: ":").map { "\($0)/\(program)" }.first { access($0, X_OK) == 0 }
  }

  /// Whether tests that need a program can run; in CI they must, and then fail where it is missing.
  static func has(_ programs: String...) -> Bool { isCI || programs.allSatisfy { path(of: $0) != nil } }

  static let canRunMachines = has("qemu-system-x86_64", "qemu-img", "ssh", "ssh-keygen")
  static let withoutMachines: Comment = "QEMU, qemu-img or ssh is not installed: see `vmrun doctor`"

  /// Whether programs can be run with mounts of their own.
  static let canMount: Bool = {
    guard path(of: "unshare") != nil else { return isCI }
    let trial = Process()
    trial.executableURL = URL(filePath: "/bin/sh")
    trial.arguments = ["-c", "unshare -rm mount -t tmpfs none /mnt 2>/dev/null"]
    try? trial.run()
    trial.waitUntilExit()
    return isCI || trial.terminationStatus == 0
  }()

  /// Builds the image `tiny` where the cache has none from this very recipe.
  static func prepareImage() async throws { try await tiny.value }
  /// The same for another architecture, whose packages come from the same sources.
  static func prepareForeignImage() async throws { try await foreignTiny.value }
  /// The same for `debian-12`, which takes a minute or two.
  static func prepareDebian() async throws { try await debian.value }

  static let canBuildDebian = has("mmdebstrap", "sfdisk", "mformat", "mke2fs", "debugfs")
  static let withoutDebian: Comment = "mmdebstrap, sfdisk, mformat or e2fsprogs is not installed: run `make deps`"

  /// Where the cache has the disk of `debian-12`.
  static let debianDisk = "\(cache)/data/vmrun/images/debian-12/x86_64/current/disk.qcow2"

  private static let tiny = Task { try await build(["tiny"]) }
  private static let foreignTiny = Task { try await build(["tiny", "--arch", "aarch64"]) }
  private static let debian = Task { try await build(["debian-12"]) }

  private static func build(_ words: [String]) async throws {
    try FileManager.default.createDirectory(atPath: cache, withIntermediateDirectories: true)
    let result = try await Command(
      [vmrun, "image", "build"] + words, folder: package,
      environment: [
        "PATH": searchPath, "HOME": cache, "XDG_DATA_HOME": "\(cache)/data", "XDG_CACHE_HOME": "\(cache)/cache",
        "XDG_STATE_HOME": "\(cache)/state", "XDG_CONFIG_HOME": "\(cache)/config",
      ]
    ).run(timeout: .seconds(900))
    guard result.status == 0 else { throw TestFailure("the image could not be built: \(result.error)") }
  }
}

struct TestFailure: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
