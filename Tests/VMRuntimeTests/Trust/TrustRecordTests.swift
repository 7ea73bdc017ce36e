import GLib
import Glibc
import Testing
import VMProfile

@testable import VMRuntime

@Suite("What was allowed")
struct TrustRecordTests {
  private let team = SourceFixture()

  private func untrusted() throws -> ProfileReach? { try team.host.untrustedReach(of: team.file()) }

  @Test func `it is allowed once per content, in a file that only the user reads`() async throws {
    try team.write("image: tiny\nshares: [{path: /srv}]\n", "Profiles/web.yml")
    let reach = try #require(try untrusted())
    try await team.host.trust(reach)
    #expect(try untrusted() == nil)
    var status = stat()
    #expect(stat(team.host.directories.trust, &status) == 0 && status.st_mode & 0o7777 == 0o600)
    try team.write("image: tiny\nshares: [{path: /home}]\n", "Profiles/web.yml")
    let changed = try #require(try untrusted())
    try await team.host.trust(changed)
    // Back to the first, which was allowed.
    try team.write("image: tiny\nshares: [{path: /srv}]\n", "Profiles/web.yml")
    #expect(try untrusted() == nil)
  }

  @Test func `a start that nobody allowed is refused with the list and the command, and leaves nothing`() async throws {
    try team.write("image: tiny\nshares: [{path: /srv}]\n", "Profiles/web.yml")
    let file = try team.file()
    do throws(RuntimeError) {
      _ = try await team.host.start(file)
      Issue.record("it was started")
    } catch {
      #expect(error.kind == .noPermission)
      #expect(
        error.message == """
          'team/web' comes from the source 'team', and reaches this host in ways that nobody has allowed as they are now:
            team@0a0a0a0a0a0a/Profiles/web.yml:2:17: lets the guest read and write the folder /srv
          allow that with `vmrun profile trust team/web`
          """)
    }
    #expect(!Folder.exists(team.host.directories.state))
  }

  @Test func `a damaged record allows nothing and is not overwritten`() async throws {
    try team.write("image: tiny\nshares: [{path: /srv}]\n", "Profiles/web.yml")
    try team.folder.write("{", "state/trust.json")
    #expect(throws: RuntimeError.self) { try untrusted() }
    let reach = try #require(try team.host.reach(of: team.file()))
    await #expect(throws: RuntimeError.self) { try await team.host.trust(reach) }
    #expect(DurableFile.text(team.host.directories.trust) == "{")
  }

  @Test func `of too many permissions the oldest go`() {
    var record = TrustRecord()
    for index in 0...TrustRecord.maximumCount {
      record.allow("\(index)", TrustRecord.Permission(profile: "\(index)", origin: "x", since: Int64(index)))
    }
    #expect(record.allowed.count == TrustRecord.maximumCount && record.allowed["0"] == nil)
  }

  @Test func `of one profile the last few are kept, and all go with their source`() {
    var record = TrustRecord()
    for index in 0..<20 {
      record.allow("\(index)", TrustRecord.Permission(profile: "team/web", origin: "u", since: Int64(index)))
    }
    record.allow("other", TrustRecord.Permission(profile: "team/web", origin: "v", since: 0))
    record.allow("both", TrustRecord.Permission(profile: "web", origin: "v and u", since: 0))
    #expect(Set(record.allowed.keys) == Set((12..<20).map(String.init) + ["other", "both"]))
    // The same repository, added under another name.
    #expect(record.forget(source: "re2", origin: "u", isLast: false) == 0)
    #expect(record.forget(source: "team", origin: "u", isLast: false) == 8)
    #expect(Set(record.allowed.keys) == ["other", "both"])
    #expect(record.forget(source: "team", origin: "u", isLast: true) == 1)
    #expect(Set(record.allowed.keys) == ["other"])
    #expect(record.forget(source: "team", origin: "u", isLast: true) == 0)
  }
}
