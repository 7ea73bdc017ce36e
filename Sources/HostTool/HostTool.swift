internal import Glibc

/// Runs the host's short programs: `qemu-img`, `ip`, `ssh-keygen` and the like.
///
/// Every program gets `/dev/null` as its input, a session of its own (so that it cannot ask on the
/// terminal, and ends as a whole), `LC_ALL=C` for stable texts, and a deadline.
package enum HostTool {
  /// Replaces `$PATH` within a task: a test names its own programs, or none.
  @TaskLocal package static var searchPath: String?

  /// The absolute path of a program on `$PATH`, or in `/usr/sbin` and `/sbin`, which ordinary users
  /// lack although they may run what is there; nil when there is none.
  package static func find(_ name: String) -> String? {
    guard !name.isEmpty else { return nil }
    if name.contains("/") { return isProgram(name) ? name : nil }
    return searchFolders.lazy.map { "\($0)/\(name)" }.first(where: isProgram)
  }

  /// What `find` looks through, in order.
  package static var searchFolders: [String] {
    let override = searchPath
    let path = override ?? getenv("PATH").map { String(cString: $0) } ?? "/usr/local/bin:/usr/bin:/bin"
    // A relative folder in PATH would make the result depend on where vmrun was called.
    var folders = path.split(separator: ":").map(String.init).filter { $0.hasPrefix("/") }
    if override == nil { folders += ["/usr/sbin", "/sbin"].filter { !folders.contains($0) } }
    return folders
  }

  /// The program's path, or the error that names the package that brings it.
  package static func require(_ name: String) throws(HostToolError) -> String {
    guard let path = find(name) else { throw .missing(tool: name, package: debianPackage(of: name)) }
    return path
  }

  private static func isProgram(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
  }
}
