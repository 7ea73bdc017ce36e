import Foundation

/// Debian 12's cloud-init, kept beside the host's programs and run by its own Python: to install it would have it look
/// for a seed at the host's next boot.
enum HostCloudInit {
  private static let folder = TestHost.cache + "/cloud-init"

  /// A folder for the front of `PATH`, with nothing else in it.
  static func programs() async throws -> String { try await unpacking.value }

  private static let unpacking = Task { () -> String in
    if access(folder, F_OK) == 0 { return folder + "/vmrun" }
    let temporary = "\(folder).\(getpid())"
    try FileManager.default.createDirectory(atPath: TestHost.cache, withIntermediateDirectories: true)
    do {
      try await run(
        ["mmdebstrap", "--quiet", "--variant=minbase", "--include=cloud-init", "bookworm", temporary], .seconds(300))
      try FileManager.default.createDirectory(atPath: temporary + "/vmrun", withIntermediateDirectories: true)
      let path = temporary + "/vmrun/cloud-init"
      try Data(wrapper.utf8).write(to: URL(filePath: path))
      chmod(path, 0o755)
      // Another run of the tests may have been quicker.
      if rename(temporary, folder) != 0, access(folder, F_OK) != 0 { throw TestFailure("\(folder) can't be made") }
    } catch {
      _ = try? await run(["rm", "-rf", temporary], .seconds(60))
      throw error
    }
    return folder + "/vmrun"
  }

  private static let wrapper = """
    #!/bin/sh
    PYTHONHOME='\(folder)/usr' PYTHONPATH='\(folder)/usr/lib/python3/dist-packages' PYTHONDONTWRITEBYTECODE=1 \\
      exec '\(folder)/lib64/ld-linux-x86-64.so.2' \\
      --library-path '\(folder)/lib/x86_64-linux-gnu:\(folder)/usr/lib/x86_64-linux-gnu' \\
      '\(folder)/usr/bin/python3' '\(folder)/usr/bin/cloud-init' "$@"

    """

  private static func run(_ words: [String], _ limit: Duration) async throws {
    let environment = ["PATH": TestHost.searchPath, "HOME": TestHost.cache, "LANG": "C.UTF-8"]
    let result = try await Command(words, folder: "/", environment: environment).run(timeout: limit)
    guard result.status == 0 else { throw TestFailure("\(words[0]): \(result)") }
  }
}
