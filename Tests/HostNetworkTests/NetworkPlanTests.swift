import Testing
import VMProfile

@testable import HostNetwork

@Suite struct NetworkPlanTests {
  private func lines(_ yaml: String, look: HostLook = .office) throws -> [String] {
    let plan = try Fixture.plan(yaml, look: look)
    return plan.linkCommands(plan.record())
  }

  @Test func `a bridge, an address and a namespace's cable are one batch of ip`() throws {
    #expect(
      try lines(Fixture.lab) == [
        "link add name br0 address 02:11:5b:50:a8:76 type bridge", "link set dev br0 up",
        "address add 10.16.0.1/24 broadcast + dev br0",
        "link add name veth-br address 02:d7:f2:99:b3:95 type veth peer name veth-navy address 02:1e:ef:c6:a3:38 netns navy",
        "link set dev veth-br master br0", "link set dev veth-br up",
      ])
  }

  @Test func `the namespace's own end is set up inside`() throws {
    let plan = try Fixture.plan(Fixture.lab)
    #expect(
      plan.innerCommands(plan.network.namespaces[0]) == [
        "link set dev lo up", "address add 10.16.0.2/24 broadcast + dev veth-navy", "link set dev veth-navy up",
        "route add default via 10.16.0.1 dev veth-navy",
      ])
    let other = try Fixture.plan(
      "bridge: br0\nnamespaces:\n  a: {}\n  b: {address: 10.1.0.2/24}\n  c: {address: 10.1.0.3/24, gateway: 10.1.0.2}\n"
    )
    #expect(
      other.network.namespaces.map { other.innerCommands($0).last } == [
        "link set dev veth-a up", "link set dev veth-b up", "route add default via 10.1.0.2 dev veth-c",
      ])
  }

  @Test func `sizes are those of the file everywhere`() throws {
    let made = try lines("bridge: br0\nmtu: 1400\naddress: 10.1.0.1/24\nnamespaces:\n  a: {}\n")
    #expect(made.filter { $0.contains("mtu 1400") }.count == 2)
    #expect(made[3].components(mtu: 1400) == 2)
  }

  @Test func `a bridge that is there is used as it is`() throws {
    #expect(try lines("bridge: virbr0\n") == [])
    #expect(try Fixture.plan("bridge: virbr0\n").record().changes == [])
  }

  @Test func `a VLAN's host has an interface of its own in it`() throws {
    let yaml = "bridge: br0\naddress: 10.1.0.1/24\nvlan: 10\nnamespaces:\n  a: {address: 10.1.0.2/24}\n"
    let made = try lines(yaml)
    #expect(made[0].hasSuffix(" type bridge vlan_filtering 1"))
    #expect(made[2].hasPrefix("link add link br0 name br0.10 address 02:"))
    #expect(made[2].hasSuffix(" type vlan id 10"))
    #expect(made[3] == "link set dev br0.10 up")
    #expect(made[4] == "address add 10.1.0.1/24 broadcast + dev br0.10")
    let plan = try Fixture.plan(yaml)
    #expect(
      plan.vlanCommands(plan.record()) == [
        "vlan add dev br0 vid 10 self", "vlan del dev veth-br vid 1", "vlan add dev veth-br vid 10 pvid untagged",
      ])
  }

  @Test func `a trunk carries all its VLANs with their tags`() throws {
    let plan = try Fixture.plan("bridge: br0\nvlan: [1, 20]\nnamespaces:\n  a: {}\n")
    #expect(
      plan.vlanCommands(plan.record()) == ["vlan add dev veth-br vid 1", "vlan add dev veth-br vid 20"])
  }

  @Test func `an Open vSwitch is made in one transaction`() throws {
    let plan = try Fixture.plan(
      "bridge: br0\nswitch: ovs-userspace\nmtu: 1400\naddress: 10.1.0.1/24\nvlan: 10\nnamespaces:\n  a: {}\n")
    let mac = plan.mac(of: "bridge")
    #expect(
      plan.openVSwitchCommands(plan.record()).joined(separator: " ")
        == "-- add-br br0 -- set bridge br0 datapath_type=netdev -- set bridge br0 other_config:hwaddr=\"\(mac)\" "
        + "-- set interface br0 mtu_request=1400 -- add-port br0 br0.10 tag=10 -- set interface br0.10 type=internal")
    #expect(plan.vlanCommands(plan.record()) == [])
    #expect(!plan.linkCommands(plan.record()).contains { $0.contains("master") || $0.contains("type bridge") })
    #expect(
      PortVLAN.openVSwitchWords(plan.record(), interface: "vmr0") == [
        "--", "--may-exist", "add-port", "br0", "vmr0", "tag=10",
      ])
  }

  @Test func `all that is made is on record, in the order of making`() throws {
    let plan = try Fixture.plan(Fixture.lab)
    let record = plan.record()
    #expect(
      record.changes == [
        .bridge(name: "br0", mac: plan.mac(of: "bridge")), .namespace(name: "navy"),
        .cable(name: "veth-br", mac: plan.mac(of: "veth-br")),
      ])
    #expect(record.nat == "eth0")
    #expect(record.dhcpRange == "10.16.0.100-10.16.0.199")
    #expect(record.domain == "lab")
    #expect(record.hostInterface == "br0")
  }

  @Test func `cables of several networks have names of their own`() throws {
    var other = NetworkRecord(name: "other", bridge: "br9")
    other.namespaces = [.init(name: "x", address: nil, interface: "veth-br", inner: "veth-x")]
    let plan = try Fixture.plan("bridge: br0\nnamespaces:\n  a: {}\n  b: {}\n", others: [other])
    #expect(plan.record().namespaces.map(\.interface) == ["veth-br1", "veth-br2"])
  }

  @Test func `without a default route NAT follows whichever there will be`() throws {
    let look = HostLook(links: [], routes: [])
    #expect(try Fixture.plan("bridge: br0\naddress: 10.1.0.1/24\nnat: auto\n", look: look).record().nat == "any")
    #expect(try Fixture.plan("bridge: br0\naddress: 10.1.0.1/24\nnat: off\n", look: look).record().nat == nil)
  }
}

extension String {
  fileprivate func components(mtu: Int) -> Int { ranges(of: "mtu \(mtu)").count }
}
