import Foundation
import JSON
import Testing

@testable import VMProfile

@Suite struct NetworkSchemaTests {
  private let checker = SchemaChecker(root: NetworkSchema.jsonSchema)

  private func faults(_ yaml: String) throws -> [String] { try checker.faults(SchemaChecker.json(ofYAML: yaml)) }

  @Test func `the schema that is shipped is the one that the parser's table gives`() throws {
    let file = ShippedProfiles.networks.appending(path: "network.schema.json")
    let generated = NetworkSchema.jsonSchema.pretty + "\n"
    if ProcessInfo.processInfo.environment["VMRUN_UPDATE_GOLDEN"] == "1" {
      try generated.write(to: file, atomically: true, encoding: .utf8)
    }
    let shipped = try String(contentsOf: file, encoding: .utf8)
    #expect(shipped == generated, "run the tests with VMRUN_UPDATE_GOLDEN=1, and read the difference")
  }

  @Test(arguments: [
    "dhcp: false", "address: 10.16.0.1/24\ndhcp: {range: 10.16.0.5-10.16.0.9, domain: lab.example}\nnat: auto",
    "address: 10.16.0.1/24\ndhcp: {}\nnat: eth0.5", "namespaces: {}",
    "namespaces: {a: , b: {}, c: {address: 10.0.0.5/8, gateway: 10.0.0.1}}", "uplink: eth0\nvlan: 10",
    "vlan: [1, 4094]\nswitch: ovs-userspace\nmtu: 65520\nisolated: true", "nat: off\ndescription: text",
  ])
  func `what the parser takes satisfies the schema`(rest: String) throws {
    let yaml = "bridge: br0\n\(rest)\n"
    #expect(NetworkFixture.mistakes(in: yaml) == [])
    #expect(try faults(yaml) == [])
  }

  @Test(arguments: [
    "brdge: br0", "bridge:", "bridge: all", "bridge: bridge-of-the-lab", "bridge: -x", "bridge: b\naddress: 10.16.0.1",
    "bridge: b\ndhcp: yes", "bridge: b\ndhcp:", "bridge: b\ndhcp: {rnge: x}", "bridge: b\nnat: a b",
    "bridge: b\nnamespaces:", "bridge: b\nnamespaces: [a]", "bridge: b\nnamespaces: {battleship1: }",
    "bridge: b\nnamespaces: {a: {adress: x}}", "bridge: b\nnamespaces: {a: 10.0.0.5/8}", "bridge: b\nvlan: 4095",
    "bridge: b\nvlan: [0]", "bridge: b\nswitch: bridge", "bridge: b\nmtu: 575", "bridge: b\nisolated: on",
    "bridge: b\naddress: 10.0.0.1/24\ndhcp: {range: 10.0.0.5}",
    "bridge: b\naddress: 10.0.0.1/24\ndhcp: {domain: -a}",
    "bridge: b\naddress: 10.0.0.1/24\ndhcp: {domain: a..b}",
    "bridge: b\nnamespaces: {\((0...32).map { "n\($0): " }.joined(separator: ", "))}",
  ])
  func `what the parser refuses, the schema refuses`(yaml: String) throws {
    #expect(NetworkFixture.mistakes(in: yaml) != [])
    #expect(try faults(yaml) != [])
  }

  @Test func `every key that the parser reads is in the schema, with a text for people`() throws {
    let inside = try NetworkFixture.parse(
      """
      description: d
      bridge: br0
      address: 10.0.0.1/24
      dhcp: {range: 10.0.0.5-10.0.0.9, domain: lab}
      nat: auto
      namespaces: {a: {address: 10.0.0.2/24, gateway: 10.0.0.1}}
      vlan: 1
      switch: linux
      mtu: 1400
      isolated: false
      """)
    let outside = try NetworkFixture.parse("bridge: br0\nuplink: eth0\n")
    let paths = [
      (NetworkSchema.network, ""), (NetworkSchema.dhcpServer, "dhcp."), (NetworkSchema.namespace, "namespaces.a."),
    ]
    #expect(paths.count == NetworkSchema.mappings.count)
    for (mapping, path) in paths {
      for key in mapping.keys {
        let place = inside.locations[path + key.name] ?? outside.locations[path + key.name]
        #expect(place != nil, "\(path + key.name) is in the table, but is not read")
        #expect(key.documentation.count > 20)
      }
    }
  }

  @Test func `the defaults in the schema are those of the parser`() throws {
    let schema = NetworkSchema.jsonSchema["properties"]
    let network = try NetworkFixture.parse("bridge: br0")
    #expect(schema?["nat"]?["default"]?.stringValue == network.nat.description)
    #expect(schema?["switch"]?["default"]?.stringValue == network.switchKind.rawValue)
    #expect(schema?["isolated"]?["default"] == .bool(network.isIsolated))
    #expect(schema?["dhcp"]?["default"] == .bool(network.dhcp != nil))
  }

  @Test func `no synonym of a key is itself a key of the same mapping`() {
    for mapping in NetworkSchema.mappings {
      let synonyms = mapping.keys.flatMap(\.synonyms)
      #expect(Set(mapping.keys.map(\.name)).isDisjoint(with: synonyms))
      #expect(Set(synonyms).count == synonyms.count)
      #expect(synonyms.allSatisfy { $0 == $0.lowercased() })
    }
  }
}
