import Testing
import VMProfile

@Suite struct ShippedProfileTests {
  private func profile(_ name: String) throws -> Profile {
    try Profile(yaml: ShippedProfiles.text(of: name), name: VMName(parsing: name), file: "\(name).yml")
  }

  @Test func `every shipped profile is valid, satisfies the schema and leads editors to it`() throws {
    let names = try ShippedProfiles.names()
    #expect(names.contains("web") && names.contains("db") && names.contains("example"))
    let checker = SchemaChecker(root: ProfileSchema.jsonSchema)
    for name in names {
      let text = try ShippedProfiles.text(of: name)
      #expect(throws: Never.self, "\(name)") { try profile(name).validate() }
      #expect(try checker.faults(SchemaChecker.json(ofYAML: text)) == [], "\(name)")
      #expect(text.hasPrefix("# yaml-language-server: $schema=profile.schema.json\n"), "\(name)")
    }
  }

  @Test func `two shipped machines run side by side, as vmrun chooses their ports`() throws {
    let forwards = try ["web", "db", "example"].flatMap { try profile($0).nics }.flatMap { nic in
      nic.attachment.forwards
    }
    #expect(forwards.count >= 4)
    #expect(forwards.allSatisfy { $0.hostPort == 0 && $0.hostAddress == .loopback })
  }

  @Test func `the web server and the database are what their names promise`() throws {
    let web = try profile("web")
    #expect(web.nics == [NIC(attachment: .user(forwards: [.ssh, try PortForward(parsing: "0:80")]))])
    #expect(web.image == .named("tiny"))
    #expect(web.disk?.description == "4G")
    let database = try profile("db")
    #expect(database.nics == [NIC(attachment: .user(forwards: [.ssh, try PortForward(parsing: "0:5432")]))])
  }
}
