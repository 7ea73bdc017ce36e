import Foundation

/// QEMU 10 from the packages of Debian 13, kept beside the host's own and run through its own loader and libraries.
enum NewerQEMU {
  private static let folder = TestHost.cache + "/qemu-10"

  /// A folder for the front of `PATH`; nil where QEMU 10 can't be had, and standard error then says why.
  static func programs() async -> String? { await unpacking.value }

  private static let unpacking = Task { () -> String? in
    do {
      try await unpack()
      return folder + "/vmrun"
    } catch {
      FileHandle.standardError.write(Data("QEMU 10 can't be had: \(error)\n".utf8))
      return nil
    }
  }

  private static func unpack() async throws {
    if access(folder, F_OK) == 0 { return }
    guard TestHost.path(of: "mmdebstrap") != nil else { throw TestFailure("mmdebstrap is not installed") }
    let temporary = "\(folder).\(getpid())"
    do {
      try FileManager.default.createDirectory(atPath: TestHost.cache, withIntermediateDirectories: true)
      let packages = "--include=qemu-system-x86,qemu-utils"
      try await run(["mmdebstrap", "--quiet", "--variant=minbase", packages, "trixie", temporary], .seconds(300))
      try FileManager.default.createDirectory(atPath: temporary + "/vmrun", withIntermediateDirectories: true)
      let firmware = "-L \(folder)/usr/share/qemu -L \(folder)/usr/share/seabios"
      for (program, arguments) in [("qemu-system-x86_64", firmware), ("qemu-img", "")] {
        let path = "\(temporary)/vmrun/\(program)"
        try Data(wrapper(program, arguments).utf8).write(to: URL(filePath: path))
        chmod(path, 0o755)
      }
      // Another run of the tests may have been quicker.
      if rename(temporary, folder) != 0, access(folder, F_OK) != 0 { throw TestFailure("\(folder) can't be made") }
      try await run([folder + "/vmrun/qemu-system-x86_64", "--version"], .seconds(20))
    } catch {
      _ = try? await run(["rm", "-rf", temporary], .seconds(60))
      throw error
    }
  }

  private static func wrapper(_ program: String, _ arguments: String) -> String {
    """
    #!/bin/sh
    exec '\(folder)/lib64/ld-linux-x86-64.so.2' --argv0 \(program) \\
      --library-path '\(folder)/lib/x86_64-linux-gnu:\(folder)/usr/lib/x86_64-linux-gnu' \\
      '\(folder)/usr/bin/\(program)' \(arguments) "$@"

    """
  }

  private static func run(_ words: [String], _ limit: Duration) async throws {
    let environment = ["PATH": TestHost.searchPath, "HOME": TestHost.cache, "LANG": "C.UTF-8"]
    let result = try await Command(words, folder: "/", environment: environment).run(timeout: limit)
    guard result.status == 0 else { throw TestFailure("\(words[0]): \(result)") }
  }
}
