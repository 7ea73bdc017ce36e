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
      "image: tiny\nnics: [passt, tap, {passt: {forward: ssh}}, {tap: {}}, {tap: {bridge: br0}}, {tap: {ifname: tap0}}]",
      "image: tiny\nnics: [{tap: {ifname: tap0, script: ./up.sh, downscript: no}}, {network: lab}, {vde: lab}]",
      "image: tiny\nnics: [{vde: /run/vde.ctl}, {socket: {listen: \"127.0.0.1:4000\"}}]",
      "image: tiny\nnics: [{socket: {connect: \"10.0.0.1:65535\"}}]",
      "image: tiny\nnics: [{socket: {mcast: \"230.0.0.1:4000\", localaddr: 127.0.0.1}}]",
      "image: tiny\nnics: [{socket: {udp: \"127.0.0.1:4000\", localaddr: \"127.0.0.1:4001\"}}]",
      "image: tiny\nnics: [{user: {restrict: true, net: 10.0.9.0/24, hostname: web-1}}]",
      "image: tiny\nfirmware: uefi\nboot: disk", "cdrom: a.iso\ndisk: 20G",
      "kernel: ./vmlinuz\ninitrd: /i\nappend: a b",
      "image: tiny\ndisks: [{name: data, size: 10G}, {name: a-b_1, file: x.img, format: raw, readonly: true}]",
      "image: tiny\nshares: [{path: ./src}, {path: /srv/a, tag: b.c, mount: /mnt/b, readonly: false, driver: 9p}]",
      "image: tiny\nqemu_arguments: [-device, usb-ehci]", "image: tiny\ndisks: []\nshares: []\nqemu_arguments: []",
      CloudInitTests.full,
      "image: tiny\ncloud_init: {user: ops, packages: nginx, write_files: [{path: /a, content: \"\"}]}",
      "image: tiny\ncloud_init: {user: {name: ops, sudo: false}, runcmd: [ls, [ls, -l, 5]], ssh_authorized_keys: a.pub}",
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
      "image: tiny\narch: arm64", "image: tiny\ncpu: a,b", "image: tiny\nnics:", "image: tiny\nnics: [vde]",
      "image: tiny\nnics: [{model: e1000}]", "image: tiny\nnics: [{user: , none: }]",
      "image: tiny\nnics: [{network: {}}]",
      "image: tiny\nnics: [{user: {forward: \"80\"}}]", "image: tiny\nnics: [{user: {forward: \":80:80\"}}]",
      "image: tiny\nnics: [{user: , mac: \"53:54:00:12:34:56\"}]", "image: tiny\nnics: [{none: false}]",
      "image: tiny\nssh: root", "image: tiny\nssh: {user: Root}", "image: tiny\nssh: {usr: x}", "image: a b",
      "image: tiny\nnics: [{user: , address: 10.0.0.5}]", "image: tiny\nnics: [{user: , address: 10.0.0.5/33}]",
      "image: tiny\nnics: [{vde: a/b}]", "image: tiny\nnics: [{vde: }]", "image: tiny\nnics: [{network: a/b}]",
      "image: tiny\nnics: [{tap: {bridge: a/b}}]", "image: tiny\nnics: [{tap: {ifname: tap0, script: up}}]",
      "image: tiny\nnics: [{socket: }]", "image: tiny\nnics: [{socket: {listen: 4000}}]",
      "image: tiny\nnics: [{socket: {connect: \"localhost:4000\"}}]", "image: tiny\nnics: [{user: {hostname: a_b}}]",
      "image: tiny\nfirmware: ovmf", "image: tiny\nboot: hd", "image: tiny\nkernel: ~/vmlinuz", "cdrom:", "disk: 4G",
      "image: tiny\ndisks: [{name: data}]", "image: tiny\ndisks: [{name: a, size: 1G, file: b}]",
      "image: tiny\ndisks: [{size: 1G}]", "image: tiny\ndisks: [{name: a b, size: 1G}]", "image: tiny\ndisks: {}",
      "image: tiny\ndisks: [{name: abcdefghijklmnopqrstu, size: 1G}]",
      "image: tiny\nshares: [./src]", "image: tiny\nshares: [{tag: src}]", "image: tiny\nshares: [{path: a, mount: b}]",
      "image: tiny\nshares: [{path: a, mount: /}]", "image: tiny\nshares: [{path: a, driver: nfs}]",
      "image: tiny\ncloud_init:", "image: tiny\ncloud_init: {user: Root}", "image: tiny\ncloud_init: {users: ops}",
      "image: tiny\ncloud_init: {user: {sudo: false}}", "image: tiny\ncloud_init: {packages: [a b]}",
      "image: tiny\ncloud_init: {write_files: [{path: /a}]}", "image: tiny\ncloud_init: {runcmd: ls}",
      "image: tiny\ncloud_init: {write_files: [{path: a, content: b}]}", "image: tiny\ncloud_init: {network: eth0}",
      "image: tiny\ncloud_init: {write_files: [{path: /a, content: b, source: c}]}",
      "image: tiny\ncloud_init: {write_files: [{path: /a, content: b, permissions: u+x}]}",
      "image: tiny\nnics: [{user: {restrict: yes}}]", "image: tiny\nnics: [{passt: {restrict: true}}]",
    ] {
      #expect(ProfileFixture.mistakes(in: yaml) != [], "\(yaml)")
      #expect(try faults(yaml) != [], "\(yaml)")
    }
  }

  @Test func `variables, parents and removed keys satisfy the schema`() throws {
    for yaml in [
      "extends: base", "extends: [base, ./parts/b.yml, team/web]\nmemory:\nnics:\nssh:\ndescription: ~",
      "image: ${env:IMAGE}\nsmp: ${env:CPUS:-2}\narch: ${env:ARCH:-x86_64}\nmemory: ${env:M:-1}G",
      "image: ./${user}/disk.qcow2\nnics: [{user: {forward: [\"${env:PORT:-8080}:80\"], restrict: \"${env:R:-true}\"}}]",
      "image: tiny\nnics: [{user: {forward: \"${env:PORT:-8080}:80\"}, mac: \"${env:MAC}\"}]\nssh:\n  user: ${user}",
    ] {
      #expect(try faults(yaml) == [], "\(yaml)")
    }
    for yaml in [
      "image: tiny\nmemory:", "extends:", "extends: ~/x", "extends: [1]", "image: tiny\nsmp: ${CPUS}",
      "image: tiny\nsmp: ${env:1}", "extends: base\nsmp: two",
    ] {
      #expect(try faults(yaml) != [], "\(yaml)")
    }
  }

  private static let otherAttachments = """
    image: tiny
    kernel: ./vmlinuz
    initrd: ./initrd.img
    append: quiet
    cdrom: ./installer.iso
    shares: [{path: ./src, tag: src, mount: /mnt/src, readonly: true, driver: 9p}]
    qemu_arguments: [-device, usb-ehci]
    disks: [{name: data, size: 1G}, {name: old, file: ./old.img, format: raw, readonly: true}]
    nics:
      - user: {restrict: true, net: 10.0.9.0/24, hostname: web}
      - none
      - passt: {forward: ssh}
      - tap: {ifname: tap0, script: ./up, downscript: ./down}
      - network: lab
      - socket: {udp: "127.0.0.1:4000", localaddr: "127.0.0.1:4001"}
      - vde: lab
      - tap: {bridge: br0}
      - socket: {listen: "127.0.0.1:4000"}
      - socket: {connect: "127.0.0.1:4000"}
      - socket: {mcast: "230.0.0.1:4000"}
    cloud_init:
      write_files: [{path: /a, source: ./a, owner: root}]
      network: {ethernets: {}}
      user_data: ./user-data
    """

  /// Where those keys are that a card or an attachment has only one of.
  private static let places = [
    "disks[0].file": "disks[1].file", "disks[0].format": "disks[1].format", "disks[0].readonly": "disks[1].readonly",
    "nics[0].none": "nics[1].none", "nics[0].passt": "nics[2].passt", "nics[0].tap": "nics[3].tap",
    "nics[0].network": "nics[4].network", "nics[0].socket": "nics[5].socket", "nics[0].vde": "nics[6].vde",
    "nics[3].tap.bridge": "nics[7].tap.bridge", "nics[5].socket.listen": "nics[8].socket.listen",
    "nics[5].socket.connect": "nics[9].socket.connect", "nics[5].socket.mcast": "nics[10].socket.mcast",
  ]

  @Test func `every key that the parser reads is in the schema, with a text for people`() throws {
    // Which keys are read shows in the locations: the parser notes each value that it reads.
    let locations = try ProfileFixture.parse(ShippedProfiles.text(of: "example")).locations
    // A card has one attachment: the others are read from a profile that shows one each.
    let others = try ProfileFixture.parse(Self.otherAttachments).locations
    let paths = [
      (ProfileSchema.profile, ""), (ProfileSchema.nic, "nics[0]."), (ProfileSchema.userNetwork, "nics[0].user."),
      (ProfileSchema.passtNetwork, "nics[2].passt."), (ProfileSchema.tapInterface, "nics[3].tap."),
      (ProfileSchema.socketPair, "nics[5].socket."), (ProfileSchema.sshAccess, "ssh."),
      (ProfileSchema.furtherDisk, "disks[0]."), (ProfileSchema.share, "shares[0]."),
      (ProfileSchema.cloudInitSetup, "cloud_init."), (ProfileSchema.cloudInitUser, "cloud_init.user."),
      (ProfileSchema.cloudInitFile, "cloud_init.write_files[0]."),
    ]
    #expect(paths.count == ProfileSchema.mappings.count)
    for (mapping, path) in paths {
      for key in mapping.keys {
        let example = Self.places[path + key.name] ?? path + key.name
        #expect(
          (locations[example] ?? others[example]) != nil,
          "\(example) is in the table, but is not read or not in example.yml")
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

  @Test func `a default is found by the path of its key`() {
    let known: [(String, JSONValue?)] = [
      ("memory", "512M"), ("smp", 1), ("nics[3].model", "virtio"), ("nics[0].user.restrict", false),
      ("nics[0].tap.script", "no"), ("nics[0].user.forward[0]", nil), ("image", nil), ("nosuch.x", nil), ("", nil),
      ("nics[0]", nil), ("memory[0]", nil), ("ssh.user", nil),
    ]
    for (path, value) in known { #expect(ProfileSchema.defaultValue(of: path) == value, "\(path)") }
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
