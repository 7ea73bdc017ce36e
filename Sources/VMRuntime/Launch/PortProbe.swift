internal import Glibc
internal import QEMU
internal import VMProfile

/// Looks for host ports that QEMU will be able to listen on.
enum PortProbe {
  enum Outcome: Equatable {
    case free
    case taken
    case noPrivilege
    /// No interface of this host has the address.
    case noSuchAddress
  }

  /// Binds the port for a moment, as slirp will (net/slirp.c: `SO_REUSEADDR` for TCP).
  static func check(_ transport: PortForward.Transport, _ address: UInt32, _ port: UInt16) -> Outcome {
    guard let (descriptor, _) = bound(transport, address, port) else {
      switch errno {
      case EACCES, EPERM: return .noPrivilege
      case EADDRNOTAVAIL: return .noSuchAddress
      default: return .taken
      }
    }
    close(descriptor)
    return .free
  }

  /// Free ports that the kernel picks.
  ///
  /// - Parameter preferred: taken first where they are still free, so that a machine keeps its ports.
  static func choose(for forwards: [PortForward], preferred: [UInt16]) -> [UInt16] {
    var held: [Int32] = []
    defer { held.forEach { close($0) } }
    var ports: [UInt16] = []
    for (index, forward) in forwards.enumerated() {
      // Each socket stays open until all are chosen, so that no port is chosen twice.
      let wanted = index < preferred.count ? preferred[index] : 0
      let address = forward.hostAddress.value
      guard let (descriptor, port) = bound(forward.transport, address, wanted) ?? bound(forward.transport, address, 0)
      else { continue }
      held.append(descriptor)
      ports.append(port)
    }
    return ports
  }

  private static func bound(
    _ transport: PortForward.Transport, _ address: UInt32, _ port: UInt16
  ) -> (descriptor: Int32, port: UInt16)? {
    let kind = transport == .tcp ? SOCK_STREAM : SOCK_DGRAM
    let descriptor = socket(AF_INET, Int32(kind.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    var one: Int32 = 1
    if transport == .tcp { setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size)) }
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_addr.s_addr = address.bigEndian
    name.sin_port = port.bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let succeeded = withUnsafeMutablePointer(to: &name) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        // A bound TCP port may still have a listener beside it (SO_REUSEADDR): only listening tells.
        bind(descriptor, pointer, length) == 0 && (transport == .udp || listen(descriptor, 1) == 0)
          && getsockname(descriptor, pointer, &length) == 0
      }
    }
    guard succeeded else {
      let code = errno
      close(descriptor)
      errno = code
      return nil
    }
    return (descriptor, UInt16(bigEndian: name.sin_port))
  }
}
