internal import GLib
internal import Glibc
internal import HostNetwork

/// Asks a port whether an ssh server is behind it.
///
/// QEMU's user network accepts a connection whether or not anything in the guest listens, so only the
/// server's first line (`SSH-2.0-…`, RFC 4253 section 4.2) proves that it is up.
enum SSHBanner {
  /// - Parameters:
  ///   - speaksFirst: say who is asking before the server does, as the protocol allows. passt of early 2023 tells
  ///     the guest that a connection stands only when the first byte comes, and the server would wait for that.
  ///   - namespaces: where the address is; nil: where the caller is.
  /// - Returns: the server's first line; nil when there was none within `timeout`.
  static func read(
    address: String, port: UInt16, timeout: Duration, speaksFirst: Bool = false,
    in namespaces: NamespaceDescriptors? = nil
  ) async -> String? {
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let descriptor = namespaces.map { (try? $0.socket(AF_INET, kind)) ?? -1 } ?? socket(AF_INET, kind, 0)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_port = port.bigEndian
    guard inet_pton(AF_INET, address, &name.sin_addr) == 1 else { return nil }
    let result = withUnsafePointer(to: &name) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 || errno == EINPROGRESS else { return nil }
    if speaksFirst {
      // On this host a connection stands at once or not at all.
      var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      guard poll(&request, 1, 100) > 0 else { return nil }
      let line = Array("SSH-2.0-vmrun\r\n".utf8)
      guard send(descriptor, line, line.count, Int32(MSG_NOSIGNAL)) == line.count else { return nil }
    }
    guard await MainContextExecutor.shared.isReadable(descriptor, within: timeout) else { return nil }
    var buffer = [UInt8](repeating: 0, count: 256)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    guard count > 0, buffer.starts(with: Array("SSH-".utf8)) else { return nil }
    return String(decoding: buffer[..<count].prefix { $0 != 0x0D && $0 != 0x0A }, as: UTF8.self)
  }
}
