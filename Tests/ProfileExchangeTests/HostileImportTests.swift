import GLib
import ProfileExchange
import Testing
import VMProfile
import XML

@Suite("Hostile files to import")
struct HostileImportTests {
  private func yaml(_ profile: ImportedProfile) -> String {
    profile.yaml(source: "x", paths: ImportedPath(from: "/a/b", to: "/a/b/Profiles")) { _ in true }
  }

  private func quickemu(_ text: String) throws -> String { try yaml(ImportedProfile(text, kind: .quickemu)) }

  @Test func `A command substitution stays text, and is told of`() throws {
    let profile = try ImportedProfile("disk_img=\"$(touch /tmp/x).qcow2\"\niso='`id`'\n", kind: .quickemu)
    #expect(yaml(profile).contains("$(touch /tmp/x).qcow2"))
    #expect(profile.losses.contains { $0.line == 1 && $0.what.contains("$(touch") })
  }

  @Test func `A variable of another program's does not become one of a profile's`() throws {
    #expect(try quickemu("disk_img='/a/${env:SECRET}'\nextra_args='${user}'").contains("\"/a/$${env:SECRET}\""))
    #expect(try !quickemu("disk_img='/a/b'\nguest_os='${user}'").replacing("$${", with: "").contains("${"))
  }

  @Test func `A command in a configuration is named and not read`() throws {
    let profile = try ImportedProfile("disk_img=a.qcow2\nrm -rf /\nram=$(nproc)G", kind: .quickemu)
    #expect(profile.losses.contains { $0.line == 2 && $0.what == "rm -rf /" })
    #expect(!yaml(profile).contains("\nrm"))
  }

  @Test(arguments: ["disk_img=\"a", "disk_img='a", "disk_img=$(a", "disk_img=\"${a", "disk_img=`a"])
  func `What is not closed is an error with its line`(_ text: String) {
    #expect(throws: ExchangeError.self) { try ImportedProfile("\n" + text, kind: .quickemu) }
  }

  @Test func `Line ends that only YAML sees cannot get out of a comment or a value`() throws {
    let text =
      "disk_img='a\u{2028}image: b\u{85}smp: 9.qcow2'\nfoo='\u{2028}qemu_arguments: [-bad]'\nextra_args='\u{2029}x'\n"
    let yaml = try quickemu(text)
    #expect(!yaml.unicodeScalars.contains { $0 == "\u{2028}" || $0 == "\u{85}" || $0 == "\u{2029}" })
    let profile = try Profile(yaml: yaml, name: #require(VMName("x")), file: "x.yml")
    #expect(profile.smp == 2)
  }

  @Test func `No text of a source ends a comment, wherever it is told of`() throws {
    let evil = "x\u{2028}qemu_arguments: [-bad]\nimage: y\u{85}smp: 9"
    let lines = [
      ["kvm", "-hda", "a", "-nic", "user,hostname=\(evil),net=\(evil),hostfwd=\(evil),foo=\(evil)"],
      ["kvm", "-hda", "a", "-nic", "tap,model=\(evil),mac=\(evil),ifname=\(evil),script=\(evil)"],
      ["kvm", "-hda", "a", "-device", "\(evil),netdev=\(evil)", "-bios", evil, "-name", evil, "-m", evil, "-\(evil)"],
      ["kvm", "-drive", "file=a,if=none,id=a", "-device", "\(evil),drive=a", "-cpu", evil, "-M", evil, "-smp", evil],
    ]
    for words in lines {
      let yaml = try yaml(ImportedProfile(commandLine: words))
      #expect(
        yaml.split(whereSeparator: \.isNewline).allSatisfy { !$0.hasPrefix("qemu_arg") && !$0.hasPrefix("smp: 9") })
      let profile = try Profile(yaml: yaml, name: #require(VMName("x")), file: "x.yml")
      #expect(profile.qemuArguments.isEmpty && profile.image == .path("../a") && profile.smp == 1)
    }
    let xml = """
      <domain type='kvm'><name>a</name><devices><disk type='file' device='disk'><source file='a'/>
      <target bus='x&#10;qemu_arguments: [-bad]&#x2028;smp: 9'/></disk></devices></domain>
      """
    let profile = try Profile(
      yaml: yaml(ImportedProfile(libvirt: Markup.parse(xml))), name: #require(VMName("x")), file: "x.yml")
    #expect(profile.qemuArguments.isEmpty && profile.smp == 1)
  }

  @Test func `Quotes, braces and colons in values stay in them`() throws {
    let command = [
      "qemu-system-x86_64", "-m", "64", "-hda", "a\": {b}\n- c #.qcow2", "-kernel", "k: {", "-append", "\"x\\",
    ]
    #expect(throws: Never.self) {
      try Profile(yaml: yaml(ImportedProfile(commandLine: command)), name: #require(VMName("x")), file: "x.yml")
    }
  }

  @Test(arguments: [
    "<!DOCTYPE lolz [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><domain type='kvm'><name>&b;</name></domain>",
    "<!DOCTYPE domain SYSTEM \"file:///etc/passwd\"><domain type='kvm'/>",
    "<domain type='kvm'><name>&xxe;</name></domain>", "<domain type='kvm'>", "<domain type=kvm/>", "<a/><b/>",
  ])
  func `XML that defines entities or is broken is refused`(_ text: String) {
    #expect(throws: GLibError.self) { try Markup.parse(text) }
  }

  @Test func `Deep and wide XML ends the reading`() {
    let deep = String(repeating: "<a>", count: 5000) + String(repeating: "</a>", count: 5000)
    #expect(throws: GLibError.self) { try Markup.parse(deep) }
    let wide = "<a>" + String(repeating: "<b/>", count: 60_000) + "</a>"
    #expect(throws: GLibError.self) { try Markup.parse(wide) }
  }

  @Test func `A path of the host is told of, whatever way it is written`() throws {
    let yaml = try quickemu("disk_img=/etc/shadow\nram=1G\ncpu_cores=1")
    #expect(yaml.contains("# look: a path of this host"))
    #expect(yaml.contains("image: /etc/shadow"))
  }

  @Test func `No program of the host comes over with a TAP`() throws {
    let profile = try ImportedProfile(
      commandLine: [
        "kvm", "-netdev", "tap,id=a,script=/tmp/evil", "-device", "e1000,netdev=a", "-m", "64", "-hda", "a",
      ])
    #expect(!yaml(profile).contains("\n      script"))
    #expect(profile.losses.contains { $0.what == "script=/tmp/evil" })
  }

  @Test func `Words for QEMU come over as a comment only`() throws {
    let profile = try ImportedProfile(
      commandLine: ["kvm", "-m", "64", "-hda", "a", "-chardev", "x", "-object", "memory-backend-file,mem-path=/etc/x"])
    let lines = yaml(profile).split(separator: "\n")
    #expect(lines.contains { $0.contains("memory-backend-file") })
    #expect(!lines.contains { $0.contains("memory-backend-file") && !$0.hasPrefix("#") })
  }

  @Test(arguments: ["", "hello", "#!/bin/sh\necho hi\n", "{\"a\": 1}", "a=1\nb=2"])
  func `A file of something else is told from the three`(_ text: String) {
    #expect(throws: ExchangeError.self) { try ImportKind.of(text) }
  }

  @Test func `An XML file of another kind is refused by its root`() throws {
    #expect(throws: ExchangeError.self) {
      try ImportedProfile(libvirt: Markup.parse("<network><name>a</name></network>"))
    }
    #expect(throws: ExchangeError.self) { try ImportedProfile(libvirt: Markup.parse("<domain type='xen'/>")) }
  }

  @Test(arguments: ["0", "-5", "99999999999999999999", "1e400", "nan", "", "12Q", "0x10"])
  func `An amount of memory that is none is a loss`(_ size: String) throws {
    let profile = try ImportedProfile(commandLine: ["kvm", "-m", size, "-hda", "a.img"])
    #expect(profile.losses.contains { $0.what.hasPrefix("-m") })
    #expect(!yaml(profile).contains("memory:"))
  }
}
