internal import CLinux
internal import Glibc

/// A socket by which the kernel tells what there is in a network namespace. Needs no privilege.
struct RouteSocket: ~Copyable {
  private let descriptor: Int32

  /// - Parameter namespaces: where to look; nil: where the caller is.
  init(in namespaces: NamespaceDescriptors?) throws(HostNetworkError) {
    descriptor = try Self.make(in: namespaces)
    // The kernel answers at once; a bound costs nothing.
    var patience = timeval(tv_sec: 5, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
  }

  private static func make(in namespaces: NamespaceDescriptors?) throws(HostNetworkError) -> Int32 {
    if let namespaces { return try namespaces.socket(AF_NETLINK, Int32(SOCK_RAW.rawValue)) }
    let descriptor = socket(AF_NETLINK, Int32(SOCK_RAW.rawValue | SOCK_CLOEXEC.rawValue), NETLINK_ROUTE)
    guard descriptor >= 0 else { throw failure("ask about") }
    return descriptor
  }

  deinit { close(descriptor) }

  /// All objects of one kind.
  ///
  /// - Parameters:
  ///   - request: `RTM_GETLINK`, `RTM_GETADDR` or `RTM_GETROUTE`.
  ///   - family: `AF_UNSPEC` for links, which have none.
  func dump(_ request: Int, family: Int32) throws(HostNetworkError) -> [NetlinkMessage] {
    // What changes while it is listed is listed again.
    for _ in 0..<10 {
      if let messages = try attempt(request, family) { return messages }
    }
    throw HostNetworkError(.failed, "interfaces and routes change faster than they can be listed: try again")
  }

  /// - Returns: nil when the list changed meanwhile.
  private func attempt(_ request: Int, _ family: Int32) throws(HostNetworkError) -> [NetlinkMessage]? {
    // The kernel takes the longest of the fixed parts, `struct ifinfomsg`, for each of the three.
    var bytes = [UInt8](repeating: 0, count: NetlinkMessage.headerSize + MemoryLayout<ifinfomsg>.size)
    let header = nlmsghdr(
      nlmsg_len: UInt32(bytes.count), nlmsg_type: UInt16(request), nlmsg_flags: UInt16(NLM_F_REQUEST | NLM_F_DUMP),
      nlmsg_seq: 0, nlmsg_pid: 0)
    bytes.withUnsafeMutableBytes { $0.storeBytes(of: header, as: nlmsghdr.self) }
    bytes[NetlinkMessage.headerSize] = UInt8(family)
    guard Glibc.send(descriptor, bytes, bytes.count, 0) == bytes.count else { throw Self.failure("ask about") }
    var messages: [NetlinkMessage] = []
    var hasChanged = false
    while true {
      let datagram = try receive()
      // Bit 4 of the flags, which follow length and type: NLM_F_DUMP_INTR.
      if NetlinkMessage.number(datagram.dropFirst(6), as: UInt16.self) & UInt16(NLM_F_DUMP_INTR) != 0 {
        hasChanged = true
      }
      for message in NetlinkMessage.messages(datagram) {
        switch Int32(message.type) {
        case NLMSG_DONE: return hasChanged ? nil : messages
        case NLMSG_ERROR:
          errno = -message.number(Int32.self, at: 0)
          throw Self.failure("list")
        default: messages.append(message)
        }
      }
    }
  }

  private func receive() throws(HostNetworkError) -> ArraySlice<UInt8> {
    // rtnetlink fills at most 32 KiB of what it is given.
    var buffer = [UInt8](repeating: 0, count: 1 << 15)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count > 0 { return buffer[..<count] }
      guard count < 0, errno == EINTR else { throw Self.failure("list") }
    }
  }

  private static func failure(_ verb: String) -> HostNetworkError {
    HostNetworkError(.failed, "cannot \(verb) interfaces and routes: \(String(cString: strerror(errno)))")
  }
}
