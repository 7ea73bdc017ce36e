import GLib
import Glibc
import Testing
import VMProfile

@testable import VMRuntime

@Suite("What a stranger's profile reaches")
struct ProfileReachTests {
  private let team = SourceFixture()
  private let risky = "image: tiny\nnics: [{tap: {ifname: tap0, script: ./up.sh, downscript: no}}]\n"

  private func digest() throws -> String? { try team.reach()?.digest }

  @Test func `the machine of a source's profile has both names, and its project is the same at every commit`() throws {
    try team.write("image: tiny\ndescription: ${project}\n", "Profiles/web.yml")
    try team.write("image: tiny\n", "Profiles/web.yml", commit: SourceFixture.other)
    let file = try team.file()
    #expect(file.profile.name.description == "team-web")
    #expect(file.profile.description == "team")
    #expect(try file.project == team.file(commit: SourceFixture.other).project)
    #expect(
      SourcePlace.isSameProfile(
        team.path("Profiles/web.yml"), team.path("Profiles/web.yml", commit: SourceFixture.other)))
    #expect(!SourcePlace.isSameProfile(team.path("Profiles/web.yml"), team.path("Profiles/db.yml")))
    #expect(!SourcePlace.isSameProfile("/p/Profiles/web.yml", team.path("Profiles/web.yml")))
  }

  @Test func `what reaches nothing needs no permission`() throws {
    try team.write(
      "image: ./a/disk.qcow2\nkernel: ../boot/vmlinuz\ndisk: 1G\nnics: [{user: {forward: [ssh]}}]\n", "Profiles/web.yml"
    )
    #expect(try team.reach() == nil)
  }

  @Test func `paths that leave the source, the environment and the user's own networks are reach`() throws {
    try team.write(
      "image: ../../disk.qcow2\ncdrom: /etc/shadow\ndescription: ${env:HOME} ${env:TOKEN:-x}\nnics: [{network: mine}]\n",
      "Profiles/web.yml")
    try team.folder.write("bridge: lab0\naddress: 10.9.0.1/24\n", "vmrun/Profiles/networks/mine.yml")
    let place = "team@0a0a0a0a0a0a/Profiles/web.yml"
    let lines = try #require(try team.reach()).lines
    // Whole, so that one sees what it is on this host.
    let outside = "\(team.path("Profiles"))/../../disk.qcow2"
    #expect(lines.contains("\(place):1:8: reads the file ../../disk.qcow2: \(outside)"), "\(lines)")
    #expect(lines.contains("\(place):2:8: reads the file /etc/shadow"))
    #expect(lines.contains("\(place):3:14: reads the environment variable HOME and may tell it to the guest"))
    #expect(lines.contains("\(place):3:14: reads the environment variable TOKEN and may tell it to the guest"))
    #expect(
      lines.contains(
        "\(place):4:18: plugs the guest into your own network 'mine', \(team.folder.path)/vmrun/Profiles/networks/mine.yml"
      ))
  }

  @Test func `a permission holds while nothing changes that it depends on`() throws {
    try team.write(risky, "Profiles/web.yml")
    try team.write("#!/bin/sh\n", "Profiles/up.sh")
    let before = try #require(try digest())
    try team.write("image: tiny\n", "Profiles/other.yml")
    try team.write("read me", "README")
    #expect(try digest() == before)
    // A person's own layer is no stranger's.
    try team.folder.write("memory: 2G\nshares: [{path: /home}]\n", "vmrun/Profiles/team-web.local.yml")
    #expect(try team.file().profile.memory == ByteSize(bytes: 2 << 30))
    #expect(try digest() == before)
    #expect(try team.reach()?.items.map(\.kind) == [.interface, .script])
  }

  @Test func `a changed profile, parent, script or network needs a new permission`() throws {
    try team.write("extends: ./parts/base.yml\n" + risky, "Profiles/web.yml")
    try team.write("smp: 1\n", "Profiles/parts/base.yml")
    try team.write("#!/bin/sh\n", "Profiles/up.sh")
    var seen: Set<String> = []
    func isNew() throws -> Bool { seen.insert(try #require(try digest())).inserted }
    #expect(try isNew())
    try team.write("#!/bin/sh\nid\n", "Profiles/up.sh")
    #expect(try isNew())
    try team.write("smp: 2\n", "Profiles/parts/base.yml")
    #expect(try isNew())
    try team.write("extends: ./parts/base.yml\nmemory: 1G\n" + risky, "Profiles/web.yml")
    #expect(try isNew())
    unlink(team.path("Profiles/up.sh"))
    #expect(try isNew())
    try team.write(
      "extends: ./parts/base.yml\nimage: tiny\nnics: [{network: lab}, {tap: {ifname: tap0, script: ./up.sh, downscript: no}}]\n",
      "Profiles/web.yml")
    try team.write("bridge: lab0\naddress: 10.9.0.1/24\n", "Profiles/networks/lab.yml")
    #expect(try isNew())
    try team.write("bridge: lab0\nuplink: eth0\n", "Profiles/networks/lab.yml")
    #expect(try isNew())
    #expect(try !isNew())
  }

  @Test func `a script may use all that lies beside it, so another commit needs a new permission`() throws {
    for commit in [SourceFixture.commit, SourceFixture.other] {
      try team.write(risky, "Profiles/web.yml", commit: commit)
      try team.write("#!/bin/sh\n. ./lib\n", "Profiles/up.sh", commit: commit)
      try team.write("image: tiny\nnics: [{tap: }]\n", "Profiles/tap.yml", commit: commit)
    }
    #expect(try team.reach()?.digest != team.reach(commit: SourceFixture.other)?.digest)
    let sentences = try team.reach("Profiles/tap.yml")?.items.map(\.sentence)
    #expect(try sentences == team.reach("Profiles/tap.yml", commit: SourceFixture.other)?.items.map(\.sentence))
    #expect(
      try team.reach("Profiles/tap.yml")?.digest == team.reach("Profiles/tap.yml", commit: SourceFixture.other)?.digest)
  }

  @Test func `a profile of one's own that extends a stranger's counts with what is the stranger's`() throws {
    try team.write("image: tiny\nshares: [{path: /srv}]\n", "Profiles/base.yml")
    let list = """
      version: 1
      sources: {team: {url: "https://h/team/vms", commit: "\(SourceFixture.commit)"}}

      """
    try team.folder.write(list, "vmrun/Profiles/vmrun.sources")
    let url = try GitURL(parsing: "https://h/team/vms")
    let wanted = SourceRepository.folder(try VMName(parsing: "team"), url, in: team.host.directories)
    #expect(
      rename("\(team.folder.path)/data/sources/team/0123456789abcdef", wanted) == 0)
    try team.folder.write("extends: team/base\nqemu_arguments: [-device, usb-host]\n", "vmrun/Profiles/web.yml")
    let own = try team.host.profile(at: "\(team.folder.path)/vmrun/Profiles/web.yml")
    let reach = try #require(try team.host.reach(of: own))
    #expect(reach.name == "web" && reach.origin == "https://h/team/vms")
    #expect(reach.items.map(\.sentence) == ["lets the guest read and write the folder /srv"])
    // What is replaced is no reach.
    try team.folder.write("extends: team/base\nshares: [{path: /home}]\n", "vmrun/Profiles/web.yml")
    #expect(try team.host.reach(of: team.host.profile(at: "\(team.folder.path)/vmrun/Profiles/web.yml")) == nil)
  }

  @Test func `a stranger's profile stands on no file of the user's`() throws {
    try team.folder.write("shares: [{path: /home}]\n", "vmrun/Profiles/mine.yml")
    symlink("\(team.folder.path)/vmrun/Profiles/mine.yml", team.path("Profiles/link.yml"))
    for parent in ["mine", "../../../../../../vmrun/Profiles/mine.yml", "./link.yml", "other/mine"] {
      try team.write("extends: \(parent)\nimage: tiny\n", "Profiles/web.yml")
      symlink("\(team.folder.path)/vmrun/Profiles/mine.yml", team.path("Profiles/link.yml"))
      #expect(throws: RuntimeError.self, "\(parent)") { try team.file() }
    }
    try team.write("memory: 1G\n", "base.yml")
    try team.write("extends: team/base\nimage: tiny\n", "Profiles/web.yml")
    #expect(try team.file().profile.memory == ByteSize(bytes: 1 << 30))
  }

  @Test func `a path is shown as it is on this host, and a link where it leads`() throws {
    try team.write("image: tiny\nshares: [{path: ./src}, {path: ./link, tag: l}, {path: /srv}]\n", "Profiles/web.yml")
    try team.write("x", "Profiles/src/x")
    symlink("/etc", team.path("Profiles/link"))
    let items = try #require(try team.reach()).items
    #expect(items.map(\.path) == [team.path("Profiles/src"), "/etc", "/srv"])
    #expect(items[0].line.hasSuffix("the folder ./src: \(team.path("Profiles/src"))"))
    #expect(items[2].line.hasSuffix("the folder /srv"))
  }

  @Test func `what one's own profile reaches needs no permission, and is told`() throws {
    try team.folder.write("image: tiny\nshares: [{path: /srv}]\nqemu_arguments: [-x]\n", "vmrun/Profiles/web.yml")
    let file = try team.host.profile(at: "\(team.folder.path)/vmrun/Profiles/web.yml")
    #expect(try team.host.reach(of: file) == nil && team.host.isOwn(file))
    #expect(try team.host.ownReach(of: file).map(\.kind) == [.folder, .arguments])
    // A stranger's is not one's own.
    try team.write("image: tiny\nshares: [{path: /srv}]\n", "Profiles/web.yml")
    #expect(try team.host.ownReach(of: team.file()).isEmpty && !team.host.isOwn(team.file()))
  }

  @Test func `a layer that a source brings is nobody's own`() throws {
    try team.write("image: tiny\n", "Profiles/web.yml")
    try team.write("shares: [{path: /}]\n", "Profiles/web.local.yml")
    #expect(try team.file().profile.shares.isEmpty)
  }
}
