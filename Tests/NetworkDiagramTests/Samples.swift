@testable import NetworkDiagram

/// Networks that the tests draw.
enum Samples {
  /// A machine and a namespace behind NAT.
  static let lab = Topology(
    name: "lab", isUp: true, bridge: TopologyBridge(name: "br0", address: "10.16.0.1/24", mtu: 1500),
    dhcp: "10.16.0.100-10.16.0.200", nat: "eth0",
    ports: [
      TopologyPort(
        interface: "vmr0",
        peer: .machine(name: "cirros", nic: "net0", model: "virtio", mac: "52:54:00:12:34:56", isRunning: true),
        addresses: ["10.16.0.5"]),
      TopologyPort(
        interface: "veth-br", peer: .namespace(name: "navy", interface: "veth-ns"), addresses: ["10.16.0.2"]),
    ])

  /// One machine runs and the other one doesn't.
  static let office = Topology(
    name: "office", isUp: true,
    bridge: TopologyBridge(name: "vmrbr1", address: "192.168.1.1/24", kind: "Open vSwitch", vlan: "10"),
    nat: "auto", uplink: "enp3s0",
    ports: [
      machine("web-server", interface: "vmr1", mac: 1, addresses: ["192.168.1.101", "fd00:16::101"]),
      machine("database", interface: nil, mac: 2, addresses: ["192.168.1.102"], isRunning: false),
    ])

  static let empty = Topology(
    name: "spare", isUp: false, bridge: TopologyBridge(name: "br9"), isIsolated: true)

  /// Names that every one of the formats would take for something else.
  static let hostile = Topology(
    name: "</text><script>alert(1)</script>", isUp: true,
    bridge: TopologyBridge(name: "br\"]; click bridge \"x\"", address: "10.0.0.1/8", kind: "%%{init: {}}%%"),
    dhcp: "a\nend", nat: "|x| --> y", uplink: "$$x$$ fa:fa-ban",
    ports: [
      machine("direction TB", interface: "a|b]", mac: 1, addresses: ["style x:#fff;", "`b` **c** <b>d</b>"]),
      machine("]]>&amp;#35;&#35;'\"\u{1B}[2J\u{0}", interface: "classDef", mac: 2, isRunning: false),
      TopologyPort(
        interface: "ﬂ°°35¶ß", peer: .namespace(name: "1. end @{ x }", interface: "- www.example.com"),
        addresses: ["名前のサーバー", "e\u{301}\u{202E}tv"]),
    ])

  static let long = Topology(
    name: String(repeating: "network-", count: 12), isUp: true,
    bridge: TopologyBridge(
      name: String(repeating: "bridge", count: 11), address: "2001:db8:1234:5678::1/64", mtu: 9000),
    dhcp: "2001:db8:1234:5678::1000-2001:db8:1234:5678::ffff", nat: String(repeating: "wan", count: 30),
    ports: [
      machine(
        String(repeating: "machine-", count: 30), interface: String(repeating: "tap", count: 30), mac: 1,
        addresses: ["2001:db8:1234:5678:9abc:def0:1234:5678"]),
      machine("b", interface: "vmr1", mac: 2),
    ])

  static func many(_ count: Int) -> Topology {
    Topology(
      name: "many", isUp: true, bridge: TopologyBridge(name: "br0", address: "10.0.0.1/16"), nat: "eth0",
      ports: (0..<count).map {
        machine(
          "node-\($0)", interface: $0 % 7 == 3 ? nil : "vmr\($0)", mac: $0,
          addresses: $0 % 5 == 0 ? ["10.0.0.\($0 + 2)", "fd00::\($0)"] : ["10.0.0.\($0 + 2)"], isRunning: $0 % 7 != 3)
      })
  }

  static let all: [(name: String, topology: Topology)] = [
    ("lab", lab), ("office", office), ("empty", empty), ("hostile", hostile), ("long", long), ("many", many(25)),
  ]

  private static func machine(
    _ name: String, interface: String?, mac: Int, addresses: [String] = [], isRunning: Bool = true
  ) -> TopologyPort {
    let last = String(mac, radix: 16)
    let mac = "52:54:00:00:00:\(last.count < 2 ? "0" : "")\(last)"
    return TopologyPort(
      interface: interface,
      peer: .machine(name: name, nic: "net0", model: "virtio-net-pci", mac: mac, isRunning: isRunning),
      addresses: addresses)
  }
}
