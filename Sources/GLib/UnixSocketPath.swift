internal import Glibc

/// The name of a UNIX socket, short enough for the kernel.
package struct UnixSocketPath: Sendable, Hashable {
  /// `sun_path` has 108 bytes, the last of them zero (unix(7)).
  package static let maximumLength = 107

  package let path: String

  package init(_ path: String) throws(GLibError) {
    guard path.utf8.count <= Self.maximumLength else {
      throw GLibError("the socket path \(path) has \(path.utf8.count) bytes; the kernel takes \(Self.maximumLength)")
    }
    // An empty name would bind to a name of the kernel's choice, and a zero byte would cut the path.
    guard !path.isEmpty, !path.utf8.contains(0) else { throw GLibError("'\(path)' is no path of a socket") }
    self.path = path
  }

  var address: sockaddr_un {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    return address
  }
}
