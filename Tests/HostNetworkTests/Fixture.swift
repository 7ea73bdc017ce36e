import VMProfile

@testable import HostNetwork

/// Networks and hosts as the tests write them.
enum Fixture {
  static let salt = "salt"

  static func network(_ yaml: String, name: String = "lab") throws -> NetworkProfile {
    try NetworkProfile(yaml: yaml, name: NetworkName(parsing: name), file: "\(name).yml")
  }

  static func plan(
    _ yaml: String, name: String = "lab", look: HostLook = .office, others: [NetworkRecord] = []
  ) throws -> NetworkPlan {
    NetworkPlan(try network(yaml, name: name), look: look, others: others, salt: salt)
  }

  /// The shipped network `lab`.
  static let lab = """
    bridge: br0
    address: 10.16.0.1/24
    dhcp: true
    nat: auto
    namespaces:
      navy: {address: 10.16.0.2/24}
    """

  /// What is said about a network on a host; nil: nothing is in the way.
  static func mistake(
    _ yaml: String, name: String = "lab", look: HostLook = .office, others: [NetworkRecord] = []
  ) throws -> String? {
    let plan = try plan(yaml, name: name, look: look, others: others)
    do throws(HostNetworkError) {
      try plan.check()
      return nil
    } catch {
      return error.description
    }
  }
}

extension HostLook {
  /// A host with an interface that has the default route, a TAP and a bridge that somebody made.
  static let office =
    (try? HostLook(ipAddresses: addresses, ipRoutes: routes)) ?? HostLook(links: [], routes: [])

  /// The very words of iproute2 6.1, without what nobody reads.
  private static let addresses = """
    [{"ifindex":1,"ifname":"lo","flags":["LOOPBACK","UP","LOWER_UP"],"mtu":65536,"operstate":"UNKNOWN",\
    "link_type":"loopback","address":"00:00:00:00:00:00","broadcast":"00:00:00:00:00:00","addr_info":[\
    {"family":"inet","local":"127.0.0.1","prefixlen":8,"scope":"host","label":"lo"},\
    {"family":"inet6","local":"::1","prefixlen":128,"scope":"host"}]},\
    {"ifindex":2,"ifname":"eth0","flags":["BROADCAST","MULTICAST","UP","LOWER_UP"],"mtu":1500,"operstate":"UP",\
    "link_type":"ether","address":"12:9c:41:16:b5:e8","addr_info":[\
    {"family":"inet","local":"192.168.7.20","prefixlen":24,"broadcast":"192.168.7.255","scope":"global"},\
    {"family":"inet6","local":"fe80::109c:41ff:fe16:b5e8","prefixlen":64,"scope":"link"}]},\
    {"ifindex":3,"ifname":"virbr0","flags":["NO-CARRIER","BROADCAST","MULTICAST","UP"],"mtu":1500,"operstate":"DOWN",\
    "address":"52:54:00:aa:bb:cc","linkinfo":{"info_kind":"bridge","info_data":{"vlan_filtering":0}},"addr_info":[]},\
    {"ifindex":4,"ifname":"tap0","flags":["BROADCAST","MULTICAST"],"mtu":1400,"master":"virbr0","operstate":"DOWN",\
    "address":"52:54:00:aa:bb:cd","linkinfo":{"info_kind":"tun","info_data":{"type":"tap"}},"addr_info":[]}]
    """

  private static let routes = """
    [{"dst":"default","gateway":"192.168.7.2","dev":"wlan0","metric":600,"flags":[]},\
    {"dst":"default","gateway":"192.168.7.1","dev":"eth0","metric":100,"flags":[]},\
    {"dst":"10.9.0.0/16","gateway":"192.168.7.3","dev":"eth0","flags":[]},\
    {"dst":"10.8.0.1","dev":"tun0","scope":"link","flags":[]},\
    {"dst":"192.168.7.0/24","dev":"eth0","protocol":"kernel","scope":"link","prefsrc":"192.168.7.20","flags":[]}]
    """
}
