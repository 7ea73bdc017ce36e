internal import GLib
internal import Glibc
internal import HostTool

/// Ed25519 keys made by ssh-keygen(1).
package enum SSHKeys {
  /// Makes the key pair if it is not there: `path` (mode 0600) and `path.pub`. Costs two look-ups when it is.
  ///
  /// - Returns: the public key's line.
  package static func ensure(_ path: String, comment: String) async throws(RuntimeError) -> String {
    if let line = publicKey(path) { return line }
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    try translating { () throws(GLibError) in try PrivateDirectory.ensure(folder) }
    let lock: FileLock?
    do { lock = try await FileLock.acquire(path + ".lock", timeout: .seconds(30)) } catch { throw RuntimeError(error) }
    guard lock != nil else { throw RuntimeError(.timedOut, "another vmrun has been making the key \(path) for 30 s") }
    if let line = publicKey(path) { return line }
    try await make(path, comment: comment)
    guard let line = publicKey(path) else { throw RuntimeError(.failed, "ssh-keygen left no key at \(path)") }
    return line
  }

  package static func publicKey(_ path: String) -> String? {
    guard Folder.exists(path), let line = DurableFile.text(path + ".pub")?.trimmingSpaces, !line.isEmpty else {
      return nil
    }
    return line
  }

  /// Made beside the target and renamed, the private half last: a key that is there is whole.
  private static func make(_ path: String, comment: String) async throws(RuntimeError) {
    let temporary = "\(path).new"
    unlink(temporary)
    unlink(temporary + ".pub")
    guard let program = HostTool.find("ssh-keygen") else {
      throw RuntimeError(.unavailable, "ssh-keygen is not installed: install the package openssh-client")
    }
    do {
      _ = try await HostTool.runChecked(
        program, ["-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", temporary], timeout: .seconds(20))
    } catch {
      throw RuntimeError(.failed, "cannot make an ssh key: \(error)")
    }
    guard rename(temporary + ".pub", path + ".pub") == 0, rename(temporary, path) == 0 else {
      throw RuntimeError(.failed, "cannot put the key in place at \(path): \(String(cString: strerror(errno)))")
    }
  }
}
