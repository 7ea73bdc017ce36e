internal import Glibc

/// An open descriptor, closed with its last owner.
package final class OpenDescriptor: Sendable {
  package let number: Int32

  /// Takes over the descriptor.
  package init(_ number: Int32) { self.number = number }

  deinit { if number >= 0 { close(number) } }

  /// A socket that is connected to a UNIX stream socket's listener.
  ///
  /// - Throws: `GLibError`; its `code` is `ECONNREFUSED` or `ENOENT` when nobody listens.
  package static func connected(to path: UnixSocketPath) throws(GLibError) -> OpenDescriptor {
    let end = OpenDescriptor(socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0))
    guard end.number >= 0, fcntl(end.number, F_SETFL, O_NONBLOCK) == 0 else {
      throw GLibError.systemCall("make a socket for", path.path)
    }
    var address = path.address
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(end.number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard result == 0 else { throw GLibError.systemCall("connect to", path.path) }
    return end
  }

  /// Two stream sockets that are connected with each other.
  package static func socketPair() throws(GLibError) -> (OpenDescriptor, OpenDescriptor) {
    var ends: [Int32] = [-1, -1]
    guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
      throw GLibError.systemCall("make", "a pair of sockets")
    }
    return (OpenDescriptor(ends[0]), OpenDescriptor(ends[1]))
  }
}
