import HostTool
import Testing
import VMProfile
import YAML

@testable import DiskImage

@Suite(.timeLimit(.minutes(1)))
struct SeedSetupTests {
  let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  static let full = {
    var seed = SeedTests.full
    seed.madeUser = CloudInitUser(name: "ops", groups: ["adm", "www-data"], sudo: nil, shell: "/bin/sh")
    seed.packages = ["nginx", "curl"]
    seed.files = [
      SeedFile(path: "/etc/motd", content: Array("Hello\n\t\"you\"\n".utf8), permissions: "640", owner: "root:root"),
      SeedFile(path: "/srv/logo", content: [0xFF, 0x00, 0x41], owner: "ops"),
    ]
    seed.commands = [.shell("echo a; echo b"), .words(["touch", "/a b"])]
    return seed
  }()

  static let script = "#!/bin/sh\necho team\n"

  @Test func `the user-data has cloud-init's own keys, in the shape that the tiny guest reads`() {
    #expect(
      Self.full.userData.hasSuffix(
        """
        users:
          - default
          - name: "ops"
            groups: ["adm", "www-data"]
            shell: "/bin/sh"
            lock_passwd: true
            ssh_authorized_keys: ["ssh-ed25519 AAAAC3 me@host"]
        ssh_keys:
          ed25519_private: |
            -----BEGIN OPENSSH PRIVATE KEY-----
            b3Blbn
            AAAA==
            -----END OPENSSH PRIVATE KEY-----
          ed25519_public: "ssh-ed25519 AAAAD4 web"
        packages:
          - "nginx"
          - "curl"
        write_files:
          - path: "/etc/motd"
            permissions: "0640"
            content: "Hello\\n\\t\\"you\\"\\n"
          - path: "/srv/logo"
            owner: "ops"
            defer: true
            encoding: b64
            content: /wBB
        runcmd:
          - "echo a; echo b"
          - "touch '/a b'"

        """))
  }

  @Test func `the user of ssh is made beside the one of cloud_init`() throws {
    var seed = Self.full
    seed.user = "ann"
    let users = try #require(try YAMLNode(reading: seed.userData)?["users"]?.sequence)
    #expect(users.map { $0["name"]?.text ?? $0.text } == ["default", "ops", "ann"])
    seed.user = "ops"
    #expect(try YAMLNode(reading: seed.userData)?["users"]?.sequence?.count == 2)
    seed.madeUser = CloudInitUser(name: "root")
    seed.user = "root"
    #expect(!seed.userData.contains("users:"))
  }

  @Test func `the instance id changes when the content does, and only then`() throws {
    let id = Self.full.instanceID
    #expect(Self.full.instanceID == id)
    let changes: [(inout Seed) throws -> Void] = [
      { $0.packages.append("vim") }, { $0.commands.removeLast() }, { $0.files[0].content[0] = 0x4A },
      { $0.madeUser?.shell = "/bin/bash" }, { $0.authorizedKeys.append("ssh-ed25519 AAAAE5 ben") },
      { $0.nics[1].address = "10.16.0.6/24" }, { $0.ownNetworkConfig = "version: 2\n" }, { $0.name = "db" },
      { $0.hostKey?.publicKey = "ssh-ed25519 AAAAF6 web" },
      { $0.teamUserData = try UserData(Array(Self.script.utf8), file: "user-data") },
    ]
    var ids: Set<String> = [id]
    for change in changes {
      var seed = Self.full
      try change(&seed)
      #expect(ids.insert(seed.instanceID).inserted)
    }
  }

  @Test func `an own network-config takes the place of that of the cards`() {
    var seed = Self.full
    seed.ownNetworkConfig = "version: 2\nethernets: {}\n"
    #expect(seed.networkConfig == "version: 2\nethernets: {}\n")
  }

  @Test func `the team's user-data and vmrun's are two parts of one archive`() throws {
    var seed = SeedTests.full
    seed.teamUserData = try UserData(Array("#cloud-config\npackages: [ü]\n".utf8), file: "user-data")
    let lines = seed.userData.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(lines[0].hasPrefix("Content-Type: multipart/mixed; boundary=\"vmrun-"))
    #expect(lines[1] == "MIME-Version: 1.0")
    // Not ASCII, and so in base64.
    #expect(lines.contains("I2Nsb3VkLWNvbmZpZwpwYWNrYWdlczogW8O8XQo="))
    #expect(lines.contains("Merge-Type: list(append)+dict(no_replace,recurse_list)+str()"))
    #expect(lines.contains("hostname: web"))
  }

  /// Python's own reader of MIME, which cloud-init uses.
  @Test func `a reader of MIME finds both parts as they were`() async throws {
    for (text, type) in [
      (Self.script, "text/x-shellscript"), ("#cloud-config\npackages: [ü]\n", "text/cloud-config"),
      ("## template: jinja\n#cloud-config\n{}\n", "text/jinja2"), ("#cloud-boothook\nls\n", "text/cloud-boothook"),
    ] {
      var seed = SeedTests.full
      seed.teamUserData = try UserData(Array(text.utf8), file: "user-data")
      try sandbox.write(seed.userData, "user-data")
      try sandbox.write(text, "expected-1")
      try sandbox.write(seed.ownConfig, "expected-2")
      let program = """
        import email, sys
        message = email.message_from_string(open("user-data", encoding="utf-8").read())
        for number, part in enumerate(p for p in message.walk() if not p.is_multipart()):
            expected = open("expected-%d" % (number + 1), encoding="utf-8").read()
            body = part.get_payload(decode=True).decode("utf-8")
            assert body.rstrip() == expected.rstrip(), (body, expected)
            print(part.get_content_type(), part["Merge-Type"])
        """
      let output = try await HostTool.runChecked("python3", ["-c", program], workingDirectory: sandbox.path)
      #expect(output.standardOutput == "\(type) None\ntext/cloud-config \(Seed.mergeType)\n")
    }
  }

  @Test func `a team's archive stays one, within vmrun's`() async throws {
    let archive = """
      Content-Type: multipart/mixed; boundary="b"
      MIME-Version: 1.0

      --b
      Content-Type: text/x-shellscript

      #!/bin/sh
      --b
      Content-Type: text/cloud-config

      #cloud-config
      --b--

      """
    var seed = SeedTests.full
    seed.teamUserData = try UserData(Array(archive.utf8), file: "user-data")
    #expect(seed.teamUserData?.kind == .archive)
    try sandbox.write(seed.userData, "user-data")
    let program = """
      import email
      message = email.message_from_string(open("user-data").read())
      print([p.get_content_type() for p in message.walk() if not p.is_multipart()])
      """
    let output = try await HostTool.runChecked("python3", ["-c", program], workingDirectory: sandbox.path)
    #expect(output.standardOutput == "['text/x-shellscript', 'text/cloud-config', 'text/cloud-config']\n")
  }

  @Test(arguments: [
    ("", "user-data:1:1: the first line says what user-data is"), ("packages: []\n", "found 'packages: []'"),
    ("#cloud-config\npackages: [a\n", "user-data:"),
    ("#cloud-config\n- a\n", "user-data:2:1: a cloud-config is a mapping"),
    ("#cloud-config\na: 1\na: 2\n", "user-data:3:1: the key 'a' occurs twice"),
    ("#cloud-config\n", "user-data:1:1: the cloud-config is empty"),
    ("#cloud-config\nssh_keys: {ed25519_private: x}\n", "user-data:2:1: the guest's ed25519 host key comes from vmrun"),
    ("MIME-Version: 1.0\n\nhello\n", "the first line says what user-data is"),
  ])
  func `a user-data that cloud-init would not take is refused with its place`(text: String, message: String) async {
    let error = await diskError { try UserData(Array(text.utf8), file: "user-data") }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "taken")")
  }

  @Test func `bytes that are no text are refused`() async {
    #expect(
      await diskError { try UserData([0xFF, 0xFE], file: "user-data") } == .invalidUserData("user-data: not UTF-8 text")
    )
  }

  /// A stand-in that speaks as cloud-init does; the real one judges what vmrun writes in a guest of Debian's.
  @Test func `what the host's cloud-init says against a text is passed on`() async throws {
    let path = sandbox.path
    let program = """
      #!/bin/sh
      [ "$1 $2" = "schema --config-file" ] || exit 2
      grep -q bad "$3" || { echo "Valid cloud-config: $3"; exit 0; }
      echo "Error:" >&2
      echo "Cloud config schema errors: packages: 5 is not of type 'array'" >&2
      exit 1
      """
    func mistakes(_ text: String) async throws -> String? {
      try await CloudConfigCheck.mistakes(in: "#cloud-config\n\(text)", folder: path)
    }
    try await sandbox.withTool("cloud-init", program) {
      let (good, bad) = (try await mistakes("a: 1\n"), try await mistakes("bad: 1\n"))
      #expect(good == nil)
      #expect(bad == "packages: 5 is not of type 'array'")
    }
    try await withoutTools {
      let bad = try await mistakes("bad: 1\n")
      #expect(bad == nil)
    }
    #expect(try await HostTool.run("ls", ["-A", path]).standardOutput == "bin\n")
  }
}
