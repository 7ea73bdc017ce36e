import Testing
import VMProfile

@Suite struct NetworkValidateTests {
  private func network() throws -> NetworkProfile {
    NetworkProfile(name: try NetworkName(parsing: "lab"), bridge: try InterfaceName(parsing: "br0"))
  }

  @Test func `a network made by a program obeys the rules of a file`() throws {
    var network = try network()
    try network.validate()
    network.description = "\u{1B}"
    network.dhcp = DHCPSetting(domain: "a,b")
    network.nat = .interface(try InterfaceName(parsing: "auto"))
    network.mtu = 1
    network.vlan = .trunk([5, 5, 0])
    let navy = try NamespaceName(parsing: "navy")
    network.namespaces = [NetworkNamespaceProfile(name: navy), NetworkNamespaceProfile(name: navy, gateway: .loopback)]
    let error = try #require(throws: ProfileError.self) { try network.validate() }
    let add = "add one such as 10.16.0.1/24"
    let expected: [String] = [
      "network 'lab', description: 'description' is '\\u{1b}': a text has no control characters",
      "network 'lab', nat: 'nat' is an interface named 'auto', which a file can't say: rename the interface",
      "network 'lab', dhcp.domain: 'domain' is 'a,b': expected a domain such as lab or lab.example: labels of letters, "
        + "digits and '-' with '.' between them, '-' neither first nor last",
      "network 'lab', mtu: 'mtu' is '1': expected a whole number from 576 to 65520",
      "network 'lab', vlan[2]: 'vlan' is '0': expected a VLAN's id from 1 to 4094, or a list of them such as [10, 20]",
      "network 'lab', dhcp: 'dhcp' needs 'address': it hands out addresses of the host's own network: \(add)",
      "network 'lab', nat: 'nat' needs 'address': guests leave through the host's address on the bridge: \(add)",
      "network 'lab', vlan[1]: 'vlan' is '5', which is in the list already (network 'lab', vlan[0])",
      "network 'lab', namespaces.navy: the namespace 'navy' is there already (network 'lab', namespaces.navy)",
      "network 'lab', namespaces.navy.gateway: 'gateway' needs 'address': without one the namespace has no network to "
        + "find it in",
    ]
    #expect(error.description.split(separator: "\n").map(String.init) == expected)
    #expect(network.file == "network 'lab'")
  }

  @Test func `a trunk of nothing is refused`() throws {
    var network = try network()
    network.vlan = .trunk([])
    let error = try #require(throws: ProfileError.self) { try network.validate() }
    #expect(
      error.description
        == "network 'lab', vlan: 'vlan' is an empty list: expected a VLAN's id from 1 to 4094, or a list of them such "
        + "as [10, 20]")
  }

  @Test func `a change to a network from a file is named by its line`() throws {
    var network = try NetworkFixture.parse("bridge: br0\nmtu: 1400\n")
    try network.validate()
    network.mtu = 100
    let error = try #require(throws: ProfileError.self) { try network.validate() }
    #expect(error.description == "lab.yml:2:6: 'mtu' is '100': expected a whole number from 576 to 65520")
  }
}
