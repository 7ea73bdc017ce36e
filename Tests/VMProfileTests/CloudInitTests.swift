import Testing
import VMProfile

@Suite struct CloudInitTests {
  private static let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA anna"

  static let full = """
    image: debian-12
    cloud_init:
      user: {name: ops, groups: [adm, www-data], sudo: "ALL=(ALL) ALL", shell: /bin/sh}
      ssh_authorized_keys: ["\(key)", ./keys/ben.pub]
      packages: [nginx, "curl=7.88.1-10"]
      write_files:
        - path: /etc/motd
          content: |
            Hello
          permissions: 0640
          owner: root:adm
        - {path: /srv/logo.png, source: ./files/logo.png}
      runcmd:
        - systemctl restart nginx
        - [touch, "/tmp/it's here", 5]
      network:
        ethernets:
          eth0: {dhcp4: true, addresses: ["10.0.0.5/24"]}
      user_data: ./user-data
    """

  @Test func `every key of cloud_init is read`() throws {
    let setup = try #require(try ProfileFixture.parse(Self.full).cloudInit)
    #expect(
      setup.user == CloudInitUser(name: "ops", groups: ["adm", "www-data"], sudo: "ALL=(ALL) ALL", shell: "/bin/sh"))
    #expect(setup.authorizedKeys == [.literal(Self.key), .file(try HostPath(parsing: "./keys/ben.pub"))])
    #expect(setup.packages == ["nginx", "curl=7.88.1-10"])
    #expect(
      setup.files == [
        CloudInitFile(path: "/etc/motd", content: .text("Hello\n"), permissions: "0640", owner: "root:adm"),
        CloudInitFile(path: "/srv/logo.png", content: .source(try HostPath(parsing: "./files/logo.png"))),
      ])
    #expect(setup.commands.map(\.line) == ["systemctl restart nginx", "touch '/tmp/it'\\''s here' 5"])
    #expect(
      setup.network == """
        version: 2
        ethernets:
          eth0:
            dhcp4: true
            addresses:
            - "10.0.0.5/24"

        """)
    #expect(setup.userData?.description == "./user-data")
  }

  @Test func `a name alone is a user who may become root, and false takes that away`() throws {
    let user = try ProfileFixture.parse("image: tiny\ncloud_init: {user: ops}").cloudInit?.user
    #expect(user == CloudInitUser(name: "ops", sudo: "ALL=(ALL) NOPASSWD:ALL", shell: "/bin/bash"))
    let other = try ProfileFixture.parse("image: tiny\ncloud_init: {user: {name: ops, sudo: false}}").cloudInit?.user
    #expect(other?.sudo == nil)
  }

  @Test(arguments: [
    FaultyProfile(
      "image: tiny\ncloud_init:\n",
      "2:12: 'cloud_init': expected a mapping such as {packages: [nginx]}, found nothing"),
    FaultyProfile("image: tiny\ncloud-init: {}\n", "2:1: unknown key 'cloud-init': did you mean 'cloud_init'?"),
    FaultyProfile(
      "image: tiny\ncloud_init: {pakages: [a]}\n", "2:14: unknown key 'pakages': did you mean 'packages'?"),
    FaultyProfile(
      "image: tiny\ncloud_init: {packages: [-y]}\n",
      "2:25: 'packages' is '-y': expected a package's name such as nginx"),
    FaultyProfile(
      "image: tiny\ncloud_init: {user: {name: ops, passwd: x}}\n",
      "2:32: a password would stand in the seed and in git: use 'ssh_authorized_keys'"),
    FaultyProfile(
      "image: tiny\ncloud_init: {user: [ops]}\n",
      "2:20: 'user': expected a name, or a mapping such as {name: ops, groups: [adm]}, found a list"),
    FaultyProfile(
      "image: tiny\ncloud_init: {ssh_authorized_keys: hello}\n",
      "2:35: 'ssh_authorized_keys' is 'hello': expected a public key such as 'ssh-ed25519 AAAA… anna', or the path of a "
        + ".pub file"),
    FaultyProfile(
      "image: tiny\ncloud_init: {ssh_authorized_keys: ~/.ssh/id.pub}\n",
      "2:35: 'ssh_authorized_keys' is '~/.ssh/id.pub': '~' is not expanded: write the whole path"),
    FaultyProfile(
      "image: tiny\ncloud_init: {write_files: [{path: etc/motd, content: x}]}\n",
      "2:35: 'path' is 'etc/motd': expected a file in the guest, by its whole path such as /etc/motd"),
    FaultyProfile(
      "image: tiny\ncloud_init: {write_files: [{path: /a}]}\n",
      "2:28: the file has neither 'content' nor 'source': add one of them"),
    FaultyProfile(
      "image: tiny\ncloud_init: {write_files: [{path: /a, content: x, source: y}]}\n",
      "2:51: a file has 'content' or 'source', not both"),
    FaultyProfile(
      "image: tiny\ncloud_init: {write_files: [{path: /a, content: x, permissions: rw}]}\n",
      "2:64: 'permissions' is 'rw': expected permissions in octal such as \"0644\""),
    FaultyProfile(
      "image: tiny\ncloud_init: {runcmd: ls}\n",
      "2:22: 'runcmd': expected a list of commands such as [systemctl restart nginx], found 'ls'"),
    FaultyProfile(
      "image: tiny\ncloud_init: {runcmd: [{ls: a}]}\n",
      "2:23: 'runcmd': expected a line for the shell, or a list of words such as [systemctl, restart, nginx], found a "
        + "mapping"),
    FaultyProfile(
      "image: tiny\ncloud_init: {network: {version: 1}}\n", "2:33: 'version' of a network-config is 2 here",
      "2:23: 'network' is empty: expected a network-config of version 2 such as {ethernets: {eth0: {dhcp4: true}}}"),
    FaultyProfile(
      "image: tiny\ncloud_init: {network: {ethernet: {}}}\n",
      "2:24: unknown key 'ethernet' in 'network': did you mean 'ethernets'?"),
  ])
  func `a mistake in cloud_init is named with its place`(profile: FaultyProfile) {
    #expect(ProfileFixture.mistakes(in: profile.yaml).sorted() == profile.mistakes.sorted())
  }

  @Test func `a private key is not repeated in the message`() {
    let yaml = "image: tiny\ncloud_init: {ssh_authorized_keys: \"-----BEGIN OPENSSH PRIVATE KEY----- c2VjcmV0\"}\n"
    let mistakes = ProfileFixture.mistakes(in: yaml)
    #expect(mistakes.count == 1 && mistakes[0].contains("this is a private key"))
    #expect(!mistakes[0].contains("c2VjcmV0"))
  }

  @Test func `a program's set-up obeys the same rules`() throws {
    var profile = Profile(name: try VMName(parsing: "web"), image: .named("tiny"))
    profile.cloudInit = CloudInit(
      user: CloudInitUser(name: "Ops", groups: ["a b"]), packages: ["-y"],
      files: [CloudInitFile(path: "motd", content: .text("a\u{1}"))], network: "[")
    do throws(ProfileError) {
      try profile.validate()
      Issue.record("it was taken")
    } catch {
      for path in [
        "user.name", "user.groups[0]", "packages[0]", "write_files[0].path", "write_files[0].content", "network",
      ] {
        #expect(error.description.contains("profile 'web', cloud_init.\(path): "), "\(path)")
      }
    }
    #expect(try ProfileFixture.parse(Self.full).validate() == ())
  }
}
