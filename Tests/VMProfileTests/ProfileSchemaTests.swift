import Foundation
import JSON
import Testing

@testable import VMProfile

@Suite struct ProfileSchemaTests {
  private let checker = SchemaChecker(root: ProfileSchema.jsonSchema)

  private func faults(_ yaml: String) throws -> [String] { try checker.faults(SchemaChecker.json(ofYAML: yaml)) }

  @Test func `the schema that is shipped is the one that the parser's table gives`() throws {
    let file = ShippedProfiles.folder.appending(path: "profile.schema.json")
    let generated = ProfileSchema.jsonSchema.pretty + "\n"
    if ProcessInfo.processInfo.environment["VMRUN_UPDATE_GOLDEN"] == "1" {
      try generated.write(to: file, atomically: true, encoding: .utf8)
    }
    let shipped = try String(contentsOf: file, encoding: .utf8)
    #expect(shipped == generated, "run the tests with VMRUN_UPDATE_GOLDEN=1, and read the difference")
  }

  @Test func `what the parser takes satisfies the schema`() throws {
    for yaml in [
      "image: tiny", "image: ./a", "image: tiny\nnics: []", "image: tiny\nssh:\n", "image: tiny\nnics: [user, none]",
      "image: tiny\nnics: [{user: }, {none: true}, {none: {}}, {user: {forward: ssh}}]",
      "image: tiny\nnics: [{user: {forward: [ssh, \"0:80\", \"0.0.0.0:53:53/udp\"]}, mac: \"52:54:00:12:34:56\"}]",
      "image: tiny\nnics: [{user: , address: 10.0.0.5/24, gateway: 10.0.0.1, dns: 10.0.0.1}]",
      "image: tiny\nsmp: 255\nmemory: 1.5GiB\ndisk: 4g\ncpu: Skylake-Client-v1\ndisplay: none",
    ] {
      #expect(ProfileFixture.mistakes(in: yaml) == [], "\(yaml)")
      #expect(try faults(yaml) == [], "\(yaml)")
    }
  }

  @Test func `what the parser refuses, the schema refuses`() throws {
    for yaml in [
      "{}", "image:", "image: tiny\nmemroy: 1G", "image: tiny\nmemory: 512", "image: tiny\nsmp: 0",
      "image: tiny\nsmp: 256",
      "image: tiny\narch: arm64", "image: tiny\ncpu: a,b", "image: tiny\nnics:", "image: tiny\nnics: [tap]",
      "image: tiny\nnics: [{model: e1000}]", "image: tiny\nnics: [{user: , none: }]", "image: tiny\nnics: [{tap: {}}]",
      "image: tiny\nnics: [{user: {forward: \"80\"}}]", "image: tiny\nnics: [{user: {forward: \":80:80\"}}]",
      "image: tiny\nnics: [{user: , mac: \"53:54:00:12:34:56\"}]", "image: tiny\nnics: [{none: false}]",
      "image: tiny\nssh: root", "image: tiny\nssh: {user: Root}", "image: tiny\nssh: {usr: x}", "image: a b",
      "image: tiny\nnics: [{user: , address: 10.0.0.5}]", "image: tiny\nnics: [{user: , address: 10.0.0.5/33}]",
    ] {
      #expect(ProfileFixture.mistakes(in: yaml) != [], "\(yaml)")
      #expect(try faults(yaml) != [], "\(yaml)")
    }
  }

  @Test func `every key that the parser reads is in the schema, with a text for people`() throws {
    // Which keys are read shows in the locations: the parser notes each value that it reads.
    let locations = try ProfileFixture.parse(ShippedProfiles.text(of: "example")).locations
    let paths = [
      (ProfileSchema.profile, ""), (ProfileSchema.nic, "nics[0]."), (ProfileSchema.userNetwork, "nics[0].user."),
      (ProfileSchema.sshAccess, "ssh."),
    ]
    #expect(paths.count == ProfileSchema.mappings.count)
    for (mapping, path) in paths {
      for key in mapping.keys {
        let example = key.name == "none" ? "nics[1].none" : path + key.name
        #expect(locations[example] != nil, "\(example) is in the table, but is not read or not in example.yml")
        #expect(key.documentation.count > 20 || key.name == "none")
      }
    }
    #expect(Set(ProfileSchema.nic.keys.map(\.name)).isSuperset(of: Attachment.keywords))
  }

  @Test func `the defaults in the schema are those of the parser`() throws {
    let schema = ProfileSchema.jsonSchema["properties"]
    let profile = try ProfileFixture.parse("image: tiny")
    #expect(schema?["smp"]?["default"]?.intValue == profile.smp)
    #expect(schema?["memory"]?["default"]?.stringValue == profile.memory.description)
    #expect(schema?["accelerator"]?["default"]?.stringValue == profile.accelerator.rawValue)
    #expect(schema?["display"]?["default"]?.stringValue == profile.display.rawValue)
    #expect(schema?["cpu"]?["default"] == "auto")
    #expect(schema?["nics"]?["default"]?.compact == #"[{"model":"virtio","user":{"forward":["ssh"]}}]"#)
    #expect(profile.nics == [.standard])
  }

  @Test func `no synonym of a key is itself a key of the same mapping`() {
    for mapping in ProfileSchema.mappings {
      let names = mapping.keys.map(\.name)
      let synonyms = mapping.keys.flatMap(\.synonyms)
      #expect(Set(names).isDisjoint(with: synonyms))
      #expect(Set(synonyms).count == synonyms.count)
      #expect(synonyms.allSatisfy { $0 == $0.lowercased() })
    }
  }
}
