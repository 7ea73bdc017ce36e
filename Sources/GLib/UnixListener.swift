internal import CGLib
internal import Glibc

/// A UNIX socket that is bound and listens; the descriptor ends with the value, the file stays.
///
/// Binding it before another program starts, in a folder of mode 0700, leaves no moment in which the
/// socket is missing or open to others. Connections wait in the backlog until the program accepts them.
package struct UnixListener: ~Copyable, Sendable {
  package let path: UnixSocketPath
  package let descriptor: Int32

  /// Replaces a socket that an ended program left at the path.
  package init(_ path: UnixSocketPath, backlog: Int32 = 16) throws(GLibError) {
    self.path = path
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw GLibError.systemCall("make a socket for", path.path) }
    if unlink(path.path) != 0, errno != ENOENT { throw GLibError.systemCall("replace the socket", path.path) }
    var address = path.address
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard bound == 0 else { throw GLibError.systemCall("bind the socket", path.path) }
    guard chmod(path.path, 0o600) == 0 else { throw GLibError.systemCall("protect the socket", path.path) }
    guard listen(descriptor, backlog) == 0 else { throw GLibError.systemCall("listen on", path.path) }
  }

  /// The next connection; one has to be there (`MainContextExecutor.isReadable`).
  package func accept() throws(GLibError) -> OpenDescriptor {
    let number = Glibc.accept(descriptor, nil, nil)
    guard number >= 0 else { throw GLibError.systemCall("accept a connection at", path.path) }
    _ = fcntl(number, F_SETFD, FD_CLOEXEC)
    return OpenDescriptor(number)
  }

  deinit { close(descriptor) }
}
