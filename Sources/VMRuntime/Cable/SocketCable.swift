internal import GLib
internal import Glibc
internal import VMProfile

/// A card's stream to another machine, opened here: QEMU goes on without a word when it can neither connect nor listen.
struct SocketCable {
  let socket: SocketAttachment

  /// - Returns: nil for datagrams, which QEMU opens by itself, and says so when it cannot.
  func open() throws(RuntimeError) -> OpenDescriptor? {
    switch socket {
    case .listen(let address): try Self.listen(address)
    case .connect(let address): try Self.connect(address)
    case .mcast, .udp: nil
    }
  }

  private static func listen(_ address: SocketAddress) throws(RuntimeError) -> OpenDescriptor {
    let descriptor = try make(address)
    var one: Int32 = 1
    setsockopt(descriptor.number, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
    // QEMU takes one machine: another one that connects meanwhile waits for its turn.
    guard with(address, { bind(descriptor.number, $0, $1) }) == 0, Glibc.listen(descriptor.number, 1) == 0 else {
      throw PortCheck.cannotListen(.tcp, address, code: errno)
    }
    return descriptor
  }

  private static func connect(_ address: SocketAddress) throws(RuntimeError) -> OpenDescriptor {
    let descriptor = try make(address)
    // The deadline of connect(2), too (socket(7)).
    var patience = timeval(tv_sec: 5, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(descriptor.number, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
    guard with(address, { Glibc.connect(descriptor.number, $0, $1) }) == 0 else {
      throw refusal(address, code: errno)
    }
    patience.tv_sec = 0
    setsockopt(descriptor.number, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
    return descriptor
  }

  /// Why the other machine cannot be reached.
  static func refusal(_ address: SocketAddress, code: Int32) -> RuntimeError {
    switch code {
    case ECONNREFUSED:
      RuntimeError(
        .failed,
        "no machine listens on \(address): start the listening machine first, the one with "
          + "`socket: {listen: \"\(address)\"}`")
    case EINPROGRESS, EAGAIN, ETIMEDOUT:
      RuntimeError(.timedOut, "\(address) did not answer within 5 s: is it the right address, and is there a firewall?")
    default: RuntimeError(.failed, "cannot connect to \(address): \(String(cString: strerror(code)))")
    }
  }

  private static func make(_ address: SocketAddress) throws(RuntimeError) -> OpenDescriptor {
    let number = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard number >= 0 else { throw RuntimeError(GLibError.systemCall("make a socket for", "\(address)")) }
    return OpenDescriptor(number)
  }

  private static func with(_ address: SocketAddress, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_addr.s_addr = address.host.value.bigEndian
    name.sin_port = address.port.bigEndian
    return withUnsafePointer(to: &name) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
    }
  }
}
