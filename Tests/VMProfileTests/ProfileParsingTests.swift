import Testing
import VMProfile

@Suite struct ProfileParsingTests {
  private let full = """
    description: Web server behind NAT
    image: ./images/tiny.qcow2
    arch: x86_64
    machine: q35
    accelerator: tcg
    cpu: Skylake-Client-v1
    smp: 2
    memory: 1.5G
    disk: 4G
    nics:
      - model: e1000
        mac: 52:54:00:12:34:56
        user:
          forward: [ssh, "8080:80"]
        address: 10.0.2.20/24
        gateway: 10.0.2.2
        dns: [10.0.2.3, 10.0.2.4]
      - none:
    ssh: {user: root}
    display: vnc
    """

  @Test func `every key reaches its value`() throws {
    let nics = [
      NIC(
        model: "e1000", mac: MACAddress("52:54:00:12:34:56"),
        attachment: .user(forwards: [.ssh, try PortForward(parsing: "8080:80")]),
        address: IPv4Interface("10.0.2.20/24"), gateway: IPv4Address(10, 0, 2, 2),
        dns: [IPv4Address(10, 0, 2, 3), IPv4Address(10, 0, 2, 4)]),
      NIC(attachment: .none),
    ]
    let expected = Profile(
      name: try VMName(parsing: "web"), image: .path("./images/tiny.qcow2"), description: "Web server behind NAT",
      arch: .x86_64, machine: .q35, accelerator: .tcg, cpu: "Skylake-Client-v1", smp: 2,
      memory: ByteSize(bytes: 1536 << 20), disk: ByteSize(bytes: 4 << 30), nics: nics, ssh: SSHAccess(user: "root"),
      display: .vnc)
    #expect(try ProfileFixture.parse(full) == expected)
  }

  @Test func `a profile of an image alone has sensible values for the rest`() throws {
    let profile = try ProfileFixture.parse("image: tiny\n")
    #expect(profile == Profile(name: try VMName(parsing: "web"), image: .named("tiny")))
    #expect(profile.nics == [NIC(model: "virtio", attachment: .user(forwards: [.ssh]))])
    #expect(profile.memory.description == "512M")
    #expect(profile.smp == 1)
    #expect(profile.accelerator == .auto)
    #expect(profile.display == .none)
    #expect(profile.cpu == nil)
    #expect(profile.arch == nil)
  }

  @Test func `each value's place is known by its key path`() throws {
    let locations = try ProfileFixture.parse(full).locations
    for (path, line, column) in [
      ("description", 1, 14), ("image", 2, 8), ("arch", 3, 7), ("machine", 4, 10), ("accelerator", 5, 14),
      ("cpu", 6, 6),
      ("smp", 7, 6), ("memory", 8, 9), ("disk", 9, 7), ("nics", 11, 3), ("nics[0]", 11, 5), ("nics[0].model", 11, 12),
      ("nics[0].mac", 12, 10), ("nics[0].user", 14, 7), ("nics[0].user.forward", 14, 16),
      ("nics[0].user.forward[0]", 14, 17), ("nics[0].user.forward[1]", 14, 22), ("nics[0].address", 15, 14),
      ("nics[0].gateway", 16, 14), ("nics[0].dns", 17, 10), ("nics[0].dns[1]", 17, 21), ("nics[1]", 18, 5),
      ("nics[1].none", 18, 5), ("ssh", 19, 6), ("ssh.user", 19, 13), ("display", 20, 10),
    ] {
      #expect(locations[path] == SourceLocation(file: "web.yml", line: line, column: column), "\(path)")
    }
    #expect(locations["nics[2]"] == nil)
    #expect(try ProfileFixture.parse("image: tiny").locations["memory"] == nil)
  }

  @Test(arguments: [
    "- user", "- user:", "- user: {}", "- {user: ~}", "- user: null", "- model: virtio\n  user:",
    "- user: {forward: []}",
  ])
  func `user networking without forwards has several spellings`(entry: String) throws {
    let profile = try ProfileFixture.parse("image: tiny\nnics:\n\(entry)\n")
    #expect(profile.nics == [NIC(attachment: .user(forwards: []))])
  }

  @Test(arguments: ["- none", "- none:", "- none: {}", "- none: true", "- {none: }"])
  func `a card without a cable has several spellings`(entry: String) throws {
    let profile = try ProfileFixture.parse("image: tiny\nnics:\n\(entry)\n")
    #expect(profile.nics == [NIC(attachment: .none)])
  }

  @Test func `one forward or name server needs no list`() throws {
    let profile = try ProfileFixture.parse(
      "image: tiny\nnics:\n- user: {forward: ssh}\n  address: 10.0.0.5/24\n  dns: 10.0.0.1\n")
    #expect(profile.nics[0].attachment == .user(forwards: [.ssh]))
    #expect(profile.nics[0].dns == [IPv4Address(10, 0, 0, 1)])
    #expect(profile.locations["nics[0].user.forward[0]"] == SourceLocation(file: "web.yml", line: 3, column: 19))
    #expect(profile.locations["nics[0].dns[0]"] == SourceLocation(file: "web.yml", line: 5, column: 8))
  }

  @Test func `an empty list means no network cards`() throws {
    #expect(try ProfileFixture.parse("image: tiny\nnics: []\n").nics == [])
  }

  @Test func `cpu auto is the same as no cpu`() throws {
    #expect(try ProfileFixture.parse("image: tiny\ncpu: auto\n").cpu == nil)
    #expect(try ProfileFixture.parse("image: tiny\ncpu: host\n").cpu == "host")
  }

  @Test func `a board is checked against the architecture only where that is written`() throws {
    #expect(try ProfileFixture.parse("image: tiny\nmachine: microvm\n").machine == .microvm)
    #expect(try ProfileFixture.parse("image: tiny\narch: riscv64\nmachine: virt\n").machine == .virt)
  }
}
