import Testing
import VMProfile

@Suite struct NetworkParsingTests {
  private let full = """
    description: Every key that goes together
    bridge: br0
    address: 10.16.0.1/24
    dhcp: {range: 10.16.0.50-10.16.0.99, domain: lab.example}
    nat: eth0
    namespaces:
      navy: {address: 10.16.0.2/24, gateway: 10.16.0.1}
      army:
      bare: {}
    vlan: 10
    switch: ovs-userspace
    mtu: 1400
    isolated: false
    """

  @Test func `every key reaches its value`() throws {
    let range = IPv4Range(first: IPv4Address(10, 16, 0, 50), last: IPv4Address(10, 16, 0, 99))
    let expected = NetworkProfile(
      name: try NetworkName(parsing: "lab"), bridge: try InterfaceName(parsing: "br0"),
      description: "Every key that goes together", address: IPv4Interface("10.16.0.1/24"),
      dhcp: DHCPSetting(range: range, domain: "lab.example"), nat: .interface(try InterfaceName(parsing: "eth0")),
      namespaces: [
        NetworkNamespaceProfile(
          name: try NamespaceName(parsing: "navy"), address: IPv4Interface("10.16.0.2/24"),
          gateway: IPv4Address(10, 16, 0, 1)),
        NetworkNamespaceProfile(name: try NamespaceName(parsing: "army")),
        NetworkNamespaceProfile(name: try NamespaceName(parsing: "bare")),
      ],
      vlan: .access(10), switchKind: .ovsUserspace, mtu: 1400)
    #expect(try NetworkFixture.parse(full) == expected)
    let outside = try NetworkFixture.parse("bridge: br0\nuplink: eth0\nswitch: ovs\nvlan: [10, 20]\n")
    #expect(outside.uplink?.description == "eth0")
    #expect(outside.switchKind == .ovs)
    #expect(outside.vlan == .trunk([10, 20]))
    #expect(try NetworkFixture.parse("bridge: br0\nisolated: true\n").isIsolated)
  }

  @Test func `a network of a bridge alone joins its machines and does nothing else`() throws {
    let network = try NetworkFixture.parse("bridge: br0\n")
    #expect(
      network == NetworkProfile(name: try NetworkName(parsing: "lab"), bridge: try InterfaceName(parsing: "br0")))
    #expect(network.dhcp == nil)
    #expect(network.nat == .off)
    #expect(network.switchKind == .linux)
    #expect(!network.isIsolated)
    #expect(network.mtu == nil && network.vlan == nil && network.uplink == nil && network.namespaces == [])
    #expect(network.defaultRange == nil)
  }

  @Test func `each value's place is known by its key path`() throws {
    let network = try NetworkFixture.parse(full)
    for (path, line, column) in [
      ("description", 1, 14), ("bridge", 2, 9), ("address", 3, 10), ("dhcp", 4, 7), ("dhcp.range", 4, 15),
      ("dhcp.domain", 4, 46), ("nat", 5, 6), ("namespaces", 7, 3), ("namespaces.navy", 7, 9),
      ("namespaces.navy.address", 7, 19), ("namespaces.navy.gateway", 7, 42), ("namespaces.army", 8, 3),
      ("namespaces.bare", 9, 9), ("vlan", 10, 7), ("vlan[0]", 10, 7), ("switch", 11, 9), ("mtu", 12, 6),
      ("isolated", 13, 11),
    ] {
      #expect(network.locations[path] == SourceLocation(file: "lab.yml", line: line, column: column), "\(path)")
    }
    #expect(network.locations["uplink"] == nil)
    #expect(network.file == "lab.yml")
  }

  @Test func `DHCP is on, off or told more`() throws {
    func dhcp(_ value: String) throws -> DHCPSetting? {
      try NetworkFixture.parse("bridge: br0\naddress: 10.16.0.1/24\ndhcp: \(value)\n").dhcp
    }
    #expect(try dhcp("true") == DHCPSetting())
    #expect(try dhcp("{}") == DHCPSetting())
    #expect(try dhcp("{domain: lab}") == DHCPSetting(domain: "lab"))
    #expect(try dhcp("false") == nil)
    #expect(try NetworkFixture.parse("bridge: br0\ndhcp: false\n").dhcp == nil)
  }

  @Test func `NAT is off, automatic or out of one interface`() throws {
    func nat(_ value: String) throws -> NATSetting {
      try NetworkFixture.parse("bridge: br0\naddress: 10.16.0.1/24\nnat: \(value)\n").nat
    }
    #expect(try nat("off") == .off)
    #expect(try nat("auto") == .auto)
    #expect(try nat("wlan0.5") == .interface(InterfaceName(parsing: "wlan0.5")))
  }

  @Test func `a list of one VLAN is a trunk`() throws {
    #expect(try NetworkFixture.parse("bridge: br0\nvlan: [4094]\n").vlan == .trunk([4094]))
    #expect(try NetworkFixture.parse("bridge: br0\nvlan: 1\n").vlan == .access(1))
  }
}
