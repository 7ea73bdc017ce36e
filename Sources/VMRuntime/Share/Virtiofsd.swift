internal import GLib
internal import Glibc
internal import QEMU

/// virtiofsd(1) for one folder. It takes one connection, which is QEMU's, and ends when that does. vmrun makes it before
/// QEMU runs, so that QEMU's end is open from the daemon's first moment: nothing is left over if vmrun is killed between
/// the two.
struct Virtiofsd {
  let share: ResolvedShare
  let daemon: String
  /// Where the daemon listens for that one moment.
  let socket: String
  let log: String

  /// The number under which the daemon finds its socket.
  private static let target: Int32 = 3

  /// Starts the daemon.
  ///
  /// - Returns: QEMU's end.
  func start() throws(RuntimeError) -> OpenDescriptor {
    do throws(GLibError) {
      let path = try UnixSocketPath(socket)
      let listener = try UnixListener(path, backlog: 1)
      defer { unlink(socket) }
      let end = try OpenDescriptor.connected(to: path)
      let output = OpenDescriptor(open(log, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600))
      guard output.number >= 0 else { throw GLibError.systemCall("write", log) }
      var child = ChildProcess(arguments: [daemon] + arguments)
      child.standardOutput = output.number
      child.standardError = output.number
      child.descriptors = [(source: listener.descriptor, target: Self.target)]
      child.newSession = true
      _ = try child.start()
      return end
    } catch {
      throw RuntimeError(.unavailable, "cannot start \(daemon): \(error)")
    }
  }

  var arguments: [String] {
    let socket = "--fd=\(Self.target)"
    guard VirtiofsdFinder.isOfQEMU(daemon) else { return [socket, "--shared-dir", share.path, "--xattr"] }
    // Its options are parts of one word (fuse_opt_parse(3)): a comma ends one unless it is escaped.
    let path = share.path.replacing("\\", with: "\\\\").replacing(",", with: "\\,")
    return [socket, "-o", "source=\(path)", "-o", "xattr"]
  }
}
