/// The name of a UNIX socket, short enough for the kernel.
package struct UnixSocketPath: Sendable, Hashable {
  /// `sun_path` has 108 bytes, the last of them zero (unix(7)).
  package static let maximumLength = 107

  package let path: String

  package init(_ path: String) throws(GLibError) {
    guard path.utf8.count <= Self.maximumLength else {
      throw GLibError("the socket path \(path) has \(path.utf8.count) bytes; the kernel takes \(Self.maximumLength)")
    }
    self.path = path
  }
}
