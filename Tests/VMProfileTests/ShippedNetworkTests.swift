import Testing
import VMProfile

@Suite struct ShippedNetworkTests {
  private func network(_ name: String) throws -> NetworkProfile {
    try NetworkProfile(
      yaml: ShippedProfiles.text(of: name, in: ShippedProfiles.networks), name: NetworkName(parsing: name),
      file: "\(name).yml")
  }

  @Test func `every shipped network is valid, satisfies the schema and leads editors to it`() throws {
    let names = try ShippedProfiles.names(in: ShippedProfiles.networks)
    #expect(names.contains("lab"))
    let checker = SchemaChecker(root: NetworkSchema.jsonSchema)
    for name in names {
      let text = try ShippedProfiles.text(of: name, in: ShippedProfiles.networks)
      #expect(throws: Never.self, "\(name)") { try network(name).validate() }
      #expect(try checker.faults(SchemaChecker.json(ofYAML: text)) == [], "\(name)")
      #expect(text.hasPrefix("# yaml-language-server: $schema=network.schema.json\n"), "\(name)")
    }
  }

  @Test func `the lab is what its file says`() throws {
    let lab = try network("lab")
    #expect(lab.bridge.description == "br0")
    #expect(lab.address?.description == "10.16.0.1/24")
    #expect(lab.dhcp == DHCPSetting())
    #expect(lab.defaultRange?.description == "10.16.0.100-10.16.0.199")
    #expect(lab.nat == .auto)
    #expect(lab.namespaces.map { "\($0.name) \($0.address?.description ?? "")" } == ["navy 10.16.0.2/24"])
  }
}
