internal import CLinux
internal import GLib
internal import Glibc
internal import VMProfile

extension HostLook {
  /// Asks the kernel what is there now. Needs no privilege.
  ///
  /// - Parameters:
  ///   - namespaces: where to look; nil: where the caller is.
  ///   - root: where the mount namespace begins in which `/run/netns` has the named namespaces; empty: the caller's.
  static func now(in namespaces: NamespaceDescriptors?, root: String) throws(HostNetworkError) -> HostLook {
    let socket = try RouteSocket(in: namespaces)
    let addresses = try socket.dump(RTM_GETADDR, family: AF_INET).map(address)
    let messages = try socket.dump(RTM_GETLINK, family: AF_UNSPEC)
    let routes = try socket.dump(RTM_GETROUTE, family: AF_INET)
    var names: [Int32: String] = [:]
    for message in messages { names[index(message)] = NetlinkMessage.text(linkAttributes(message)[Int(IFLA_IFNAME)]) }
    let links = messages.compactMap { message in
      link(message, names, addresses.filter { $0.index == index(message) }.compactMap(\.interface))
    }
    return HostLook(
      links: links, routes: routes.compactMap { HostRoute($0, names) },
      namespaces: Set(Folder.names(in: root + "/run/netns")))
  }

  private static func index(_ link: NetlinkMessage) -> Int32 { link.number(at: 4) }

  private static func linkAttributes(_ link: NetlinkMessage) -> [Int: ArraySlice<UInt8>] {
    link.attributes(after: MemoryLayout<ifinfomsg>.size)
  }

  private static func link(
    _ message: NetlinkMessage, _ names: [Int32: String], _ addresses: [IPv4Interface]
  ) -> HostLink? {
    guard let name = names[index(message)] else { return nil }
    let attributes = linkAttributes(message)
    let info = attributes[Int(IFLA_LINKINFO)].map(NetlinkMessage.attributes) ?? [:]
    let flags: UInt32 = message.number(at: 8)
    return HostLink(
      name: name, mac: text(ofMAC: attributes[Int(IFLA_ADDRESS)] ?? []),
      kind: NetlinkMessage.text(info[Int(IFLA_INFO_KIND)]),
      master: attributes[Int(IFLA_MASTER)].flatMap { names[NetlinkMessage.number($0)] },
      mtu: Int(attributes[Int(IFLA_MTU)].map { NetlinkMessage.number($0, as: UInt32.self) } ?? 0),
      isUp: flags & UInt32(IFF_UP) != 0, addresses: addresses)
  }

  private static func text(ofMAC bytes: ArraySlice<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: ":")
  }

  /// An address and the number of its interface: `struct ifaddrmsg`.
  private static func address(_ message: NetlinkMessage) -> (index: Int32, interface: IPv4Interface?) {
    let attributes = message.attributes(after: MemoryLayout<ifaddrmsg>.size)
    let interface = (attributes[Int(IFA_LOCAL)] ?? attributes[Int(IFA_ADDRESS)]).flatMap {
      IPv4Interface(address: IPv4Address($0), prefixLength: Int(message.number(UInt8.self, at: 1)))
    }
    return (message.number(at: 4), interface)
  }
}

extension IPv4Address {
  /// Four bytes in the order of the network; 0.0.0.0 when there are fewer.
  init(_ bytes: ArraySlice<UInt8>) {
    self.init(value: bytes.count < 4 ? 0 : bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) })
  }
}

extension HostRoute {
  /// `struct rtmsg`; nil for one that is not in the main table.
  init?(_ message: NetlinkMessage, _ names: [Int32: String]) {
    let attributes = message.attributes(after: MemoryLayout<rtmsg>.size)
    let table = attributes[Int(RTA_TABLE.rawValue)].map { NetlinkMessage.number($0, as: UInt32.self) }
    let flags: UInt32 = message.number(at: 8)
    guard (table ?? UInt32(message.number(UInt8.self, at: 4))) == UInt32(RT_TABLE_MAIN.rawValue),
      flags & UInt32(RTM_F_CLONED) == 0
    else { return nil }
    let length = Int(message.number(UInt8.self, at: 1))
    let address = IPv4Address(attributes[Int(RTA_DST.rawValue)] ?? [])
    // With several ways the first counts: `struct rtnexthop`, whose interface is its fourth byte on.
    let index =
      attributes[Int(RTA_OIF.rawValue)] ?? attributes[Int(RTA_MULTIPATH.rawValue)].map { $0.dropFirst(4) } ?? []
    self.init(
      destination: length == 0 ? nil : IPv4Interface(address: address, prefixLength: length),
      device: index.isEmpty ? nil : names[NetlinkMessage.number(index)],
      metric: Int(attributes[Int(RTA_PRIORITY.rawValue)].map { NetlinkMessage.number($0, as: UInt32.self) } ?? 0))
  }
}
