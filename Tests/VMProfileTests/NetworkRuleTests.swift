import Testing
import VMProfile

@Suite struct NetworkRuleTests {
  private static let beyond =
    "with an uplink the bridge takes over its addresses, and the network beyond has its own DHCP and router"
  private static let itself =
    "which is the 'bridge' itself: a network that names itself leads nowhere: write the interface that leads beyond "
    + "the host"
  private static let loopback = "the loopback of the host itself"

  @Test(
    arguments: [
      .after(
        "dhcp: true\nnat: auto",
        "2:7: 'dhcp' needs 'address': it hands out addresses of the host's own network: add one such as 10.16.0.1/24",
        "3:6: 'nat' needs 'address': guests leave through the host's address on the bridge: add one such as "
          + "10.16.0.1/24"),
      // A mistake in the address is not followed by one about its absence.
      .after(
        "address: x\ndhcp: true",
        "2:10: 'address' is 'x': expected an address with its network's prefix such as "
          + "10.16.0.5/24"),
      .after(
        "uplink: eth0\naddress: 10.16.0.1/24\ndhcp: {range: 10.16.0.5-10.16.0.9}\nnat: eth1",
        "3:10: 'address' does not go with 'uplink' (lab.yml:2:9): \(beyond): leave 'address' out",
        "4:7: 'dhcp' does not go with 'uplink' (lab.yml:2:9): \(beyond): leave 'dhcp' out",
        "5:6: 'nat' does not go with 'uplink' (lab.yml:2:9): \(beyond): leave 'nat' out"),
      .after(
        "uplink: eth0\ndhcp: true", "3:7: 'dhcp' does not go with 'uplink' (lab.yml:2:9): \(beyond): leave 'dhcp' out"),
      .after("uplink: eth0\ndhcp: false\nnat: off"),
      .after("uplink: br0", "2:9: 'uplink' is 'br0', \(itself)"),
      .after("address: 10.16.0.1/24\nnat: br0", "3:6: 'nat' is 'br0', \(itself)"),
      FaultyNetwork("bridge: lo\n", "1:9: 'bridge' is 'lo', \(loopback): write a name of its own such as br0"),
      .after("uplink: lo", "2:9: 'uplink' is 'lo', \(loopback): write the interface that leads beyond the host"),
      .after(
        "address: 10.16.0.1/24\nnat: lo",
        "3:6: 'nat' is 'lo', \(loopback): write the interface that leads beyond the host"),
      FaultyNetwork(
        "bridge: veth-navy\nnamespaces: {navy: }\n",
        "1:9: 'bridge' is 'veth-navy', which is the cable of the namespace 'navy' (lab.yml:2:14): rename one of them"),
      .after(
        "address: 10.16.0.1/24\nnat: auto\nisolated: true",
        "4:11: 'isolated' is true, but 'nat' (lab.yml:3:6) leads out of the network: leave one of the two out"),
      .after(
        "uplink: eth0\nisolated: true",
        "3:11: 'isolated' is true, but 'uplink' (lab.yml:2:9) leads out of the network: leave one of the two out"),
      .after("nat: off\nisolated: true"),
      .after("vlan: [1, 2, 1]", "2:14: 'vlan' is '1', which is in the list already (lab.yml:2:8)"),
    ] as [FaultyNetwork])
  func `settings that exclude or need each other are named`(network: FaultyNetwork) {
    #expect(NetworkFixture.mistakes(in: network.yaml) == network.mistakes)
  }

  @Test(arguments: [
    ("10.16.0.0/24", "which is the address of the network itself: write that of the host"),
    ("10.16.0.255/24", "which is the address of all hosts of the network (broadcast): write that of the host"),
    (
      "10.16.0.1/7",
      "whose network is larger than any there is: write a prefix of 8 or more, such as 10.16.0.1/24"
    ),
    ("127.0.0.1/8", "which is part of 127.0.0.0/8, the loopback of the host itself"),
    ("0.0.0.1/24", "which is part of 0.0.0.0/8, which means no address at all"),
    ("169.254.1.1/16", "which is part of 169.254.0.0/16, where hosts without a network choose for themselves"),
    ("224.0.0.1/24", "which is a multicast address, which belongs to a group of hosts"),
    ("240.0.0.1/24", "which is part of 240.0.0.0/4, which is reserved"),
  ])
  func `an address that no host can have is refused`(address: String, fault: String) {
    let hint = fault.contains("write") ? "" : ": write another one such as 10.16.0.1/24"
    #expect(
      NetworkFixture.mistakes(in: "bridge: br0\naddress: \(address)\n")
        == ["lab.yml:2:10: 'address' is '\(address)', \(fault)\(hint)"])
    #expect(
      NetworkFixture.mistakes(in: "bridge: br0\nnamespaces: {a: {address: \(address)}}\n") == [
        "lab.yml:2:27: 'address' is '\(address)', "
          + fault.replacing("that of the host", with: "that of the namespace") + hint
      ])
  }

  /// The mistakes of a network whose third line is given.
  private func mistakes(_ rest: String) -> [String] {
    NetworkFixture.mistakes(in: "bridge: br0\naddress: 10.16.0.1/24\n\(rest)\n")
  }

  @Test func `a namespace lives in the bridge's network, at an address of its own`() {
    #expect(
      mistakes("namespaces: {a: {address: 10.17.0.2/24}}") == [
        "lab.yml:3:27: 'address' is '10.17.0.2/24', which is outside 10.16.0.0/24, the network of the bridge "
          + "(lab.yml:2:10)"
      ])
    #expect(
      mistakes("namespaces: {a: {address: 10.16.0.1/24}}")
        == ["lab.yml:3:27: 'address' is '10.16.0.1/24', which is the bridge's own (lab.yml:2:10)"])
    #expect(
      mistakes("namespaces: {a: {address: 10.16.0.2/16}}") == [
        "lab.yml:3:27: 'address' is '10.16.0.2/16', whose prefix is not that of the bridge (lab.yml:2:10): write "
          + "10.16.0.2/24"
      ])
    #expect(
      mistakes("namespaces:\n  a: {address: 10.16.0.2/24}\n  b: {address: 10.16.0.2/24}")
        == ["lab.yml:5:16: 'address' is '10.16.0.2/24', which the namespace 'a' has already (lab.yml:4:16)"])
    #expect(NetworkFixture.mistakes(in: "bridge: br0\nnamespaces: {a: {address: 10.17.0.2/24}}\n") == [])
  }

  @Test func `a namespace's gateway is a neighbour`() {
    func gateway(_ address: String) -> [String] {
      mistakes("namespaces: {a: {address: 10.16.0.2/24, gateway: \(address)}}")
    }
    #expect(gateway("10.16.0.1") == [])
    #expect(
      gateway("10.17.0.1")
        == ["lab.yml:3:50: 'gateway' is '10.17.0.1', which is outside 10.16.0.0/24, the network of 'address'"])
    #expect(
      gateway("10.16.0.2") == ["lab.yml:3:50: 'gateway' is '10.16.0.2', which is the namespace's own 'address'"])
    #expect(
      gateway("10.16.0.0") == [
        "lab.yml:3:50: 'gateway' is '10.16.0.0', which is the address of the network itself: write that of the router"
      ])
  }

  @Test func `DHCP hands out addresses of the network that nobody has`() {
    #expect(
      mistakes("dhcp: {range: 10.16.0.250-10.16.1.5}") == [
        "lab.yml:3:15: 'range' is '10.16.0.250-10.16.1.5', which is outside 10.16.0.0/24, the network of 'address' "
          + "(lab.yml:2:10)"
      ])
    #expect(
      mistakes("dhcp: {range: 10.16.0.0-10.16.0.255}\nnamespaces: {navy: {address: 10.16.0.2/24}}") == [
        "lab.yml:3:15: 'range' is '10.16.0.0-10.16.0.255', which overlaps 10.16.0.0, the address of the network "
          + "itself: leave it out",
        "lab.yml:3:15: 'range' is '10.16.0.0-10.16.0.255', which overlaps 10.16.0.1, the bridge's own address "
          + "(lab.yml:2:10): write one without it",
        "lab.yml:3:15: 'range' is '10.16.0.0-10.16.0.255', which overlaps 10.16.0.2, the address of the namespace "
          + "'navy' (lab.yml:4:30): write one without it",
        "lab.yml:3:15: 'range' is '10.16.0.0-10.16.0.255', which overlaps 10.16.0.255, the address of all hosts of the "
          + "network (broadcast): leave it out",
      ])
    #expect(
      NetworkFixture.mistakes(in: "bridge: br0\naddress: 10.16.0.1/30\ndhcp: true\n") == [
        "lab.yml:3:7: 'dhcp' has nothing to hand out: the network has no room for a pool: write 'address' with a "
          + "shorter prefix such as 10.16.0.1/24"
      ])
    #expect(
      NetworkFixture.mistakes(in: "bridge: br0\naddress: 10.16.0.1/30\ndhcp: {range: 10.16.0.2-10.16.0.2}\n") == [])
  }
}
