import GLib
import Glibc
import HostTool
import Testing
import YAML

@testable import DiskImage

@Suite(.timeLimit(.minutes(1)))
struct SeedTests {
  let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  static let full = Seed(
    name: "web", user: "root", defaultUser: nil,
    authorizedKeys: ["ssh-ed25519 AAAAC3 me@host\n"],
    hostKey: SSHHostKey(
      privateKey: "-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blbn\nAAAA==\n-----END OPENSSH PRIVATE KEY-----\n",
      publicKey: "ssh-ed25519 AAAAD4 web\n"),
    nics: [
      SeedNIC(mac: "52:54:00:12:34:56"),
      SeedNIC(mac: "02:AA:00:00:00:01", address: "10.16.0.5/24", gateway: "10.16.0.1", nameservers: ["10.16.0.1"]),
    ])

  @Test func `the meta-data has the shape that the tiny guest reads`() {
    let id = Self.full.instanceID
    #expect(id.hasPrefix("web-") && id.dropFirst(4).allSatisfy(\.isHexDigit) && id.count == 16)
    #expect(Self.full.metaData == "instance-id: \(id)\nlocal-hostname: web\n")
  }

  @Test func `the user-data has the shape that the tiny guest reads`() {
    #expect(
      Self.full.userData == """
        #cloud-config
        hostname: web
        ssh_pwauth: false
        disable_root: false
        ssh_authorized_keys:
          - "ssh-ed25519 AAAAC3 me@host"
        ssh_keys:
          ed25519_private: |
            -----BEGIN OPENSSH PRIVATE KEY-----
            b3Blbn
            AAAA==
            -----END OPENSSH PRIVATE KEY-----
          ed25519_public: "ssh-ed25519 AAAAD4 web"

        """)
  }

  @Test func `mounts are lines as in fstab`() {
    var seed = Self.full
    seed.mounts = [SeedMount(source: "src", target: "/mnt/src", type: "9p", options: "nofail,trans=virtio,ro")]
    #expect(
      seed.userData == Self.full.userData + """
        mounts:
          - ["src", "/mnt/src", "9p", "nofail,trans=virtio,ro", "0", "0"]

        """)
    #expect(seed.digest != Self.full.digest)
  }

  @Test func `the network-config has the shape that the tiny guest reads`() {
    #expect(
      Self.full.networkConfig == """
        version: 2
        ethernets:
          nic0:
            match: {macaddress: "52:54:00:12:34:56"}
            set-name: eth0
            dhcp4: true
          nic1:
            match: {macaddress: "02:aa:00:00:00:01"}
            set-name: eth1
            dhcp4: false
            addresses: ["10.16.0.5/24"]
            routes: [{to: 0.0.0.0/0, via: 10.16.0.1}]
            nameservers: {addresses: [10.16.0.1]}

        """)
  }

  @Test func `another user than the image's own is made, with sudo`() throws {
    var seed = Self.full
    seed.user = "ann"
    seed.defaultUser = "debian"
    let node = try #require(try YAMLNode(reading: seed.userData))
    #expect(node["users"]?[0]?.text == "default")
    let user = try #require(node["users"]?[1])
    #expect(user["name"]?.text == "ann")
    #expect(user["sudo"]?.text == "ALL=(ALL) NOPASSWD:ALL")
    #expect(user["lock_passwd"]?.text == "true")
    #expect(user["ssh_authorized_keys"]?[0]?.text == "ssh-ed25519 AAAAC3 me@host")
    for name in ["root", "debian"] {
      seed.user = name
      #expect(!seed.userData.contains("users:"))
    }
  }

  @Test(arguments: [
    "a \"quoted\" key", "back\\slash", "# no comment", "x: y", "*alias", "{a: b}", "yes", "ü\u{1F600}", "tab\tin",
    "\u{7F}\u{1}", "'", "- -",
  ])
  func `whatever a text holds, YAML gives it back`(text: String) throws {
    var seed = Self.full
    seed.authorizedKeys = [text, "second"]
    seed.user = text
    let node = try #require(try YAMLNode(reading: seed.userData))
    #expect(node["ssh_authorized_keys"]?[0]?.text == text)
    #expect(node["ssh_authorized_keys"]?[1]?.text == "second")
    #expect(node["users"]?[1]?["name"]?.text == text)
    #expect(try YAMLNode(reading: seed.metaData)?["local-hostname"]?.text == "web")
  }

  @Test func `a second line in a key is not a second key`() {
    var seed = Self.full
    seed.authorizedKeys = ["ssh-ed25519 AAAA\nssh-ed25519 EVIL", "\n"]
    #expect(!seed.userData.contains("EVIL"))
  }

  @Test func `a machine without cards has a valid network-config`() throws {
    var seed = Self.full
    seed.nics = []
    #expect(try YAMLNode(reading: seed.networkConfig)?["ethernets"]?.mapping?.isEmpty == true)
  }

  @Test(arguments: [
    ("web", "web"), ("a_b.c", "a-b-c"), ("x-", "x"), ("-_x_-y__", "x--y"), ("___", "vm"), ("", "vm"),
    (String(repeating: "a", count: 70), String(repeating: "a", count: 63)),
  ])
  func `a host name is one label by RFC 1123`(name: String, label: String) {
    #expect(HostName.label(from: name) == label)
  }

  @Test(arguments: ["xorrisofs", "genisoimage", "mkisofs"])
  func `the file holds the texts under the label cidata`(tool: String) async throws {
    try #require(HostTool.find(tool) != nil)
    let only = try sandbox.folder("only")
    symlink(try HostTool.require(tool), "\(only)/\(tool)")
    let iso = sandbox("seed, of json:web.iso")
    try await HostTool.$searchPath.withValue(only) {
      _ = try await Self.full.write(to: iso, recordedDigest: nil)
    }
    let label = try await HostTool.runChecked("isoinfo", ["-d", "-i", iso]).standardOutput
    #expect(label.contains("Volume id: cidata\n"))
    #expect(label.contains("Joliet"))
    #expect(label.contains("Rock Ridge"))
    for (name, text) in [
      ("meta-data", Self.full.metaData), ("user-data", Self.full.userData), ("network-config", Self.full.networkConfig),
    ] {
      for kind in ["-R", "-J"] {
        let read = try await HostTool.runChecked("isoinfo", [kind, "-i", iso, "-x", "/\(name)"]).standardOutput
        #expect(read == text)
      }
    }
    var status = stat()
    stat(iso, &status)
    #expect(status.st_mode & 0o777 == 0o600)
    #expect(Folder.names(in: sandbox.path) == ["only", "seed, of json:web.iso"])
  }

  @Test func `the same texts need no process, and others are written anew`() async throws {
    let iso = sandbox("seed.iso")
    let digest = try await Self.full.write(to: iso, recordedDigest: nil)
    try await withoutTools {
      let again = try await Self.full.write(to: iso, recordedDigest: digest)
      #expect(again == digest)
    }
    var other = Self.full
    other.name = "web-other"
    #expect(try await other.write(to: iso, recordedDigest: digest) != digest)
    unlink(iso)
    #expect(try await Self.full.write(to: iso, recordedDigest: digest) == digest)
    #expect(FileStatus(iso) != nil)
  }

  @Test func `the same texts make the same file`() async throws {
    try await Self.full.write(to: sandbox("a.iso"), recordedDigest: nil)
    try await Task.sleep(for: .milliseconds(1100))
    try await Self.full.write(to: sandbox("b.iso"), recordedDigest: nil)
    #expect(try await HostTool.run("cmp", [sandbox("a.iso"), sandbox("b.iso")]).status.isSuccess)
  }

  @Test func `a host that makes no ISO files is told the package, and the key is not left lying about`() async throws {
    let iso = sandbox("seed.iso")
    try await withoutTools {
      let error = await diskError { try await Self.full.write(to: iso, recordedDigest: nil) }
      #expect(error?.description == "'xorrisofs' is not on this host: install it with `apt install xorriso`")
    }
    #expect(Folder.names(in: sandbox.path).isEmpty)
  }
}
