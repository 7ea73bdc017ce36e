import Testing
import VMProfile

@testable import VMRuntime

@Suite("What can be told of a profile without a start")
struct ProfileFindingsTests {
  private let team = SourceFixture()

  private func findings(_ yaml: String) async throws -> ProfileFindings {
    try team.folder.write(yaml, "p/Profiles/web.yml")
    return await team.host.findings(in: try team.host.profile(at: "\(team.folder.path)/p/Profiles/web.yml"))
  }

  @Test func `all that is missing is told at once`() async throws {
    let found = try await findings(
      """
      kernel: ./vmlinuz
      cdrom: ../x.iso
      disks: [{name: a, file: ./a.qcow2}]
      shares: [{path: ./src}]
      nics: [{network: nowhere}, {tap: {ifname: tap0, script: ./up.sh, downscript: no}}]
      cloud_init:
        ssh_authorized_keys: [./id.pub]
        user_data: ../../user-data
        write_files:
        - {path: /a, source: ../secret}
        - {path: /b, source: ./none}
      """)
    let root = team.folder.path + "/p"
    let parts = [
      "there is no \(root)/Profiles/vmlinuz: put it there, or correct 'kernel'", "there is no \(root)/x.iso",
      "there is no \(root)/Profiles/a.qcow2", "there is no \(root)/Profiles/src", "id.pub",
      "'../secret' lies outside of the profile's folder", "there is no file ./none in",
      "'../../user-data' lies outside of the profile's folder", "there is no network 'nowhere'",
      "there is no script \(root)/Profiles/./up.sh",
    ]
    #expect(found.faults.count == parts.count, "\(found.faults)")
    for part in parts { #expect(found.faults.contains { $0.message.contains(part) }, "\(part) in \(found.faults)") }
    #expect(found.faults.allSatisfy { $0.message.contains("web.yml:") })
    #expect(found.notes.isEmpty)
  }

  @Test func `an image that one command gets is a note, and a name that nobody knows is a mistake`() async throws {
    try team.folder.write(
      "description: x\narches: {x86_64: {debian: amd64, kernel: k, console: ttyS0}}\npackages: []\nmodules: []\nsize: 1M\n",
      "share/Images/mine/recipe.yml")
    try team.folder.write("#!/bin/sh\n", "share/Images/mine/build")
    let unbuilt = try await findings("image: mine\narch: x86_64\n")
    #expect(unbuilt.faults.isEmpty, "\(unbuilt)")
    #expect(unbuilt.notes == ["image 'mine' is not built yet: run `vmrun image build mine`"], "\(unbuilt)")
    let unknown = try await findings("image: mime\narch: x86_64\n")
    #expect(unknown.faults.map(\.kind) == [.invalidProfile] && unknown.notes.isEmpty, "\(unknown)")
    let path = try await findings("image: ./none.img\n")
    #expect(path.faults.map(\.kind) == [.unavailable], "\(path)")
  }

  @Test func `a profile that reaches the host and is not allowed to is noted`() async throws {
    try team.write("cdrom: ./x.iso\nshares: [{path: ./src}]\n", "Profiles/web.yml")
    try team.write("x", "Profiles/x.iso")
    try team.write("x", "Profiles/src/x")
    let found = await team.host.findings(in: try team.file())
    #expect(found.faults.isEmpty, "\(found)")
    #expect(
      found.notes == [
        "reaches this host in ways that are not allowed yet: see them with `vmrun profile trust team/web`"
      ])
  }
}
