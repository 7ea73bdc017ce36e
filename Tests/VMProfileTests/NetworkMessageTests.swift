import Testing
import VMProfile

@Suite struct NetworkMessageTests {
  private static let topKeys =
    "description, bridge, address, dhcp, nat, namespaces, uplink, vlan, switch, mtu and isolated"
  private static let dhcp = "true, false or a mapping such as {range: 10.16.0.100-10.16.0.199}"
  private static let interface = "1 to 15 letters, digits, '.', '_' or '-', the first a letter or digit"
  private static let vlan = "a VLAN's id from 1 to 4094, or a list of them such as [10, 20]"

  @Test(arguments: [
    FaultyNetwork("", "1:1: the network is empty: it needs at least `bridge:`"),
    FaultyNetwork("# nothing\n---\n", "1:1: the network is empty: it needs at least `bridge:`"),
    FaultyNetwork("words\n", "1:1: expected keys and values such as `bridge: br0`, found 'words'"),
    FaultyNetwork("- bridge: br0\n", "1:1: expected keys and values such as `bridge: br0`, found a list"),
    FaultyNetwork("mtu: 1400\n", "1:1: 'bridge' is missing: expected the name of a bridge such as br0"),
    FaultyNetwork("bridge:\n", "1:1: 'bridge' has no value: expected the name of a bridge such as br0"),
    FaultyNetwork(
      "bridge: a\n---\nbridge: b\n",
      "3:1: a second document begins here: a file holds one network, without '---' lines between"),
    FaultyNetwork(
      String(repeating: "#", count: 1 << 20) + "\n", "1:1: the file is larger than 1M: this is not a network"),
    .after("adress: 10.16.0.1/24", "2:1: unknown key 'adress': did you mean 'address'?"),
    .after("netns: {}", "2:1: unknown key 'netns': did you mean 'namespaces'?"),
    .after("range: x", "2:1: unknown key 'range' here: it belongs in 'dhcp'"),
    .after("zzz: x", "2:1: unknown key 'zzz': the keys here are \(topKeys)"),
    .after("name: lab", "2:1: a network has no key 'name': the file's name is the network's name"),
    .after(
      "gateway: 10.16.0.1",
      "2:1: a network has no key 'gateway': with 'nat' the guests' router is the host, at its 'address'"),
    .after("mtu: 1400\nmtu: 1400", "3:1: the key 'mtu' is written twice: first at lab.yml:2:1"),
    .after("namespaces: {a: , b: , a: }", "2:24: the key 'a' is written twice: first at lab.yml:2:14"),
    .after(
      "address: 10.16.0.1/24\ndhcp: {rnge: x}",
      "3:8: unknown key 'rnge': did you mean 'range'?"),
    .after("namespaces: {a: {adress: x}}", "2:18: unknown key 'adress': did you mean 'address'?"),
    .after(
      "namespaces: {a: {bridge: x}}",
      "2:18: unknown key 'bridge' here: it belongs in the top of the network"),
  ])
  func `a mistake in the keys is named with its place`(network: FaultyNetwork) {
    #expect(NetworkFixture.mistakes(in: network.yaml) == network.mistakes)
  }

  @Test(arguments: [
    FaultyNetwork("bridge: -x\n", "1:9: 'bridge' is '-x': expected \(interface)"),
    FaultyNetwork(
      "bridge: all\n",
      "1:9: 'bridge' is 'all': sysctl takes this name for every interface of the host: write another one"),
    FaultyNetwork(
      "bridge: bridge-of-the-lab\n",
      "1:9: 'bridge' is 'bridge-of-the-lab': the name has 17 characters: the kernel has room for 15"),
    .after(
      "address: 10.16.0.1",
      "2:10: 'address' is '10.16.0.1': the length of the network's prefix is missing: write 10.16.0.1/24"),
    .after("dhcp:", "2:1: 'dhcp' has no value: expected \(dhcp)"),
    .after("dhcp: [true]", "2:7: 'dhcp': expected \(dhcp), found a list"),
    .after("dhcp: yes", "2:7: 'dhcp' is 'yes': expected \(dhcp); did you mean 'true'?"),
    .after("dhcp: off", "2:7: 'dhcp' is 'off': expected \(dhcp); did you mean 'false'?"),
    .after("dhcp: 10.16.0.5", "2:7: 'dhcp' is '10.16.0.5': expected \(dhcp)"),
    .after(
      "address: 10.16.0.1/24\ndhcp: {range: 10.16.0.5}",
      "3:15: 'range' is '10.16.0.5': expected the first and the last address such as 10.16.0.100-10.16.0.199"),
    .after(
      "address: 10.16.0.1/24\ndhcp: {range: 10.16.0.9-10.16.0.5}",
      "3:15: 'range' is '10.16.0.9-10.16.0.5': the range ends before it begins: write 10.16.0.5-10.16.0.9"),
    .after(
      "address: 10.16.0.1/24\ndhcp: {domain: \"a,b\"}",
      "3:16: 'domain' is 'a,b': expected a domain such as lab or lab.example: labels of letters, digits and '-' with "
        + "'.' between them, '-' neither first nor last"),
    .after(
      "address: 10.16.0.1/24\ndhcp: {domain: \(String(repeating: "x", count: 64))}",
      "3:16: 'domain' is '\(String(repeating: "x", count: 60))…': a domain has at most 253 characters, and each of its "
        + "labels 63"),
    .after(
      "nat: yes",
      "2:6: 'nat' is 'yes': expected auto, off or the name of an interface such as eth0; "
        + "did you mean 'auto'?"),
    .after(
      "nat: OFF",
      "2:6: 'nat' is 'OFF': expected auto, off or the name of an interface such as eth0; "
        + "did you mean 'off'?"),
    .after("nat: a b", "2:6: 'nat' is 'a b': expected auto, off or the name of an interface such as eth0"),
    .after(
      "nat: enx0123456789ab.1234",
      "2:6: 'nat' is 'enx0123456789ab.1234': the name has 20 characters: the kernel has room for 15"),
    .after("uplink: eth0@if3", "2:9: 'uplink' is 'eth0@if3': expected \(interface)"),
    .after("uplink:", "2:1: 'uplink' has no value: expected the name of an interface such as eth0"),
    .after("vlan: 4095", "2:7: 'vlan' is '4095': expected \(vlan)"),
    .after("vlan: [0, x]", "2:8: 'vlan' is '0': expected \(vlan)", "2:11: 'vlan' is 'x': expected \(vlan)"),
    .after("vlan: []", "2:7: 'vlan' is an empty list: expected \(vlan)"),
    .after("vlan:", "2:1: 'vlan' has no value: expected \(vlan)"),
    .after("vlan: {a: b}", "2:7: 'vlan': expected \(vlan), found a mapping"),
    .after(
      "switch: openvswitch",
      "2:9: 'switch' is 'openvswitch': expected linux, ovs or ovs-userspace; did you mean 'ovs'?"),
    .after(
      "switch: bridge", "2:9: 'switch' is 'bridge': expected linux, ovs or ovs-userspace; did you mean 'linux'?"),
    .after("mtu: 575", "2:6: 'mtu' is '575': expected a whole number from 576 to 65520"),
    .after("isolated: on", "2:11: 'isolated' is 'on': expected true or false; did you mean 'true'?"),
    .after("isolated: 1", "2:11: 'isolated' is '1': expected true or false"),
  ])
  func `a wrong value is named with what was expected`(network: FaultyNetwork) {
    #expect(NetworkFixture.mistakes(in: network.yaml) == network.mistakes)
  }

  @Test func `a namespace has a name that its cable can carry`() {
    let mapping = "a mapping such as {navy: {address: 10.16.0.2/24}}"
    let entry = "nothing, or a mapping such as {address: 10.16.0.2/24}"
    for (value, mistake) in [
      ("", "2:1: 'namespaces' has no value: expected \(mapping)"),
      ("[navy]", "2:13: 'namespaces': expected \(mapping), found a list"),
      ("navy", "2:13: 'namespaces': expected \(mapping), found 'navy'"),
      ("{navy: 10.16.0.2/24}", "2:20: 'navy': expected \(entry), found '10.16.0.2/24'"),
      ("{navy: []}", "2:20: 'navy': expected \(entry), found a list"),
      (
        "{1a: }",
        "2:14: the name of a namespace is '1a': expected 1 to 10 letters, digits, '_' or '-', the first a letter"
      ),
      (
        "{battleship1: }",
        "2:14: the name of a namespace is 'battleship1': the name has 11 characters: 10 fit, as the cable is called "
          + "veth-NAME and the kernel has room for 15"
      ),
    ] {
      #expect(NetworkFixture.mistakes(in: "bridge: br0\nnamespaces: \(value)\n") == ["lab.yml:\(mistake)"])
    }
    let names = (1...33).map { "n\($0): " }
    func yaml(_ count: Int) -> String { "bridge: br0\nnamespaces: {\(names.prefix(count).joined(separator: ", "))}\n" }
    #expect(NetworkFixture.mistakes(in: yaml(32)) == [])
    #expect(
      NetworkFixture.mistakes(in: yaml(33))
        == ["lab.yml:2:13: 'namespaces' has 33 entries: a network has at most 32"])
  }

  @Test func `all mistakes are reported at once, in the order of lines`() {
    let yaml = """
      brigde: br0
      address: 10.16.0.1/24
      dhcp: {range: 10.16.1.5-10.16.1.9, domian: lab}
      nat: true
      namespaces:
        navy: {address: 10.16.0.1/24}
        ARMY!: {gateway: 10.16.0.1}
      vlan: [10, 10]
      mtu: big
      """
    #expect(
      NetworkFixture.mistakes(in: yaml) == [
        "lab.yml:1:1: 'bridge' is missing: expected the name of a bridge such as br0",
        "lab.yml:1:1: unknown key 'brigde': did you mean 'bridge'?",
        "lab.yml:3:15: 'range' is '10.16.1.5-10.16.1.9', which is outside 10.16.0.0/24, the network of 'address' "
          + "(lab.yml:2:10)",
        "lab.yml:3:36: unknown key 'domian': did you mean 'domain'?",
        "lab.yml:4:6: 'nat' is 'true': expected auto, off or the name of an interface such as eth0; did you mean "
          + "'auto'?",
        "lab.yml:6:19: 'address' is '10.16.0.1/24', which is the bridge's own (lab.yml:2:10)",
        "lab.yml:7:3: the name of a namespace is 'ARMY!': expected 1 to 10 letters, digits, '_' or '-', the first a "
          + "letter",
        "lab.yml:7:11: 'gateway' needs 'address': without one the namespace has no network to find it in",
        "lab.yml:8:12: 'vlan' is '10', which is in the list already (lab.yml:8:8)",
        "lab.yml:9:6: 'mtu' is 'big': expected a whole number from 576 to 65520",
      ])
  }
}
