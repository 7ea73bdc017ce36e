internal import GLib
internal import Glibc

/// A listening socket in a temporary folder of its own.
final class PeerListener: Sendable {
  let path: String
  private let folder: String
  private let listener: UnixListener

  init(backlog: Int32 = 16) throws(GLibError) {
    let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array((base + "/qmp-peer-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else { throw GLibError.systemCall("make a folder in", base) }
    folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    path = folder + "/monitor"
    listener = try UnixListener(UnixSocketPath(path), backlog: backlog)
  }

  var descriptor: Int32 { listener.descriptor }

  func accept() -> UnixSocket? {
    let client = Glibc.accept(listener.descriptor, nil, nil)
    guard client >= 0 else { return nil }
    _ = fcntl(client, F_SETFD, FD_CLOEXEC)
    return try? UnixSocket(adopting: client)
  }

  /// Removes the socket and its folder.
  func remove() {
    unlink(path)
    rmdir(folder)
  }
}
