import JSON
import Testing
import VMProfile

@Suite struct CloudInitSupportTests {
  private let own = CloudInitSupport.keys(["ssh_authorized_keys", "write_files.content", "runcmd"])

  @Test func `an image takes the keys that it says, and what lies below them`() {
    #expect(own.honours("runcmd") && own.honours("write_files.content"))
    #expect(!own.honours("write_files") && !own.honours("write_files.owner") && !own.honours("run"))
    #expect(CloudInitSupport.keys(["write_files"]).honours("write_files.owner"))
    #expect(CloudInitSupport.full.honours("user") && !CloudInitSupport.missing.honours("user"))
  }

  @Test func `what an image has no use for is told once, where it is written first`() throws {
    let yaml = """
      image: tiny
      cloud_init:
        user: {name: ops, groups: [adm]}
        packages: [nginx, curl]
        write_files:
        - {path: /a, content: x, owner: "root:root"}
        - {path: /b, content: x, owner: www-data, permissions: "0600"}
        - {path: /c, content: x, owner: www-data}
        runcmd: [id]
        network: {ethernets: {eth0: {dhcp4: true}}}
      """
    let profile = try Profile(yaml: yaml, name: VMName(parsing: "web"), file: "web.yml")
    let ignored = profile.ignoredCloudInit(own).map { "\($0.key) \($0.location.map { "\($0)" } ?? "-")" }
    #expect(
      ignored == [
        "user web.yml:3:9", "packages web.yml:4:14", "write_files.permissions web.yml:7:58",
        "write_files.owner web.yml:7:35", "network web.yml:10:12",
      ])
    #expect(profile.ignoredCloudInit(.full).isEmpty)
    #expect(profile.ignoredCloudInit(.missing).count == 7)
    let plain = try Profile(yaml: "image: tiny\n", name: VMName(parsing: "web"), file: "web.yml")
    #expect(plain.ignoredCloudInit(.missing).isEmpty)
  }

  @Test func `it is kept as a word or a list`() throws {
    for support in [own, .full, .missing] {
      #expect(try JSONCoding.decode(CloudInitSupport.self, from: JSONCoding.encode(support)) == support)
    }
    #expect(throws: (any Error).self) { try JSONCoding.decode(CloudInitSupport.self, from: Array("\"some\"".utf8)) }
  }
}
