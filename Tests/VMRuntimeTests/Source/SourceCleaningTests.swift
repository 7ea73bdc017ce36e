import GLib
import Testing
import VMProfile

@testable import VMRuntime

@Suite("Checkouts that nobody needs")
struct SourceCleaningTests {
  private let team = SourceFixture()
  private let url: GitURL
  private let name: VMName
  private let repository: SourceRepository

  init() throws {
    url = try GitURL(parsing: "https://h/team/vms")
    name = try VMName(parsing: "team")
    repository = SourceRepository(name, url, git: GitProgram(), in: team.host.directories)
    for commit in [SourceFixture.commit, SourceFixture.other] { try put(commit) }
  }

  private func put(_ commit: String) throws {
    let prefix = team.folder.path + "/"
    try team.folder.write("image: tiny\n", "\(repository.folder.dropFirst(prefix.count))/\(commit)/Profiles/web.yml")
  }

  private func list(_ project: String, _ commit: String?) throws {
    let sources = commit.map { "{team: {url: \"\(url)\", path: Profiles, commit: \"\($0)\"}}" } ?? "{}"
    try team.folder.write("version: 1\nsources: \(sources)\n", "\(project)/Profiles/vmrun.sources")
    repository.note(list: "\(team.folder.path)/\(project)/Profiles/vmrun.sources")
  }

  private func has(_ commit: String) throws -> Bool { repository.has(try GitCommit(parsing: commit)) }

  @Test func `what another project is held to stays, and goes when it is not any more`() throws {
    try list("a", SourceFixture.other)
    try list("b", SourceFixture.commit)
    team.host.cleanSources()
    #expect(try has(SourceFixture.commit) && has(SourceFixture.other))
    try list("b", SourceFixture.other)
    team.host.cleanSources()
    #expect(try !has(SourceFixture.commit) && has(SourceFixture.other))
    try list("a", nil)
    try list("b", nil)
    team.host.cleanSources()
    #expect(Folder.names(in: team.host.directories.sources) == [])
  }

  @Test func `a machine that was started from it keeps it, whatever lists say`() throws {
    try list("a", SourceFixture.other)
    let machine = team.host.machine(try VMName(parsing: "team-web"))
    var record = InstanceRecord(
      name: "team-web", profile: "\(repository.folder)/\(SourceFixture.commit)/Profiles/web.yml", created: 0)
    let prefix = team.folder.path + "/"
    try team.folder.write("{}", String(machine.paths.record.dropFirst(prefix.count)))
    try record.write(to: machine.paths.record)
    team.host.cleanSources()
    #expect(try has(SourceFixture.commit))
    record.profile = "/elsewhere/web.yml"
    try record.write(to: machine.paths.record)
    team.host.cleanSources()
    #expect(try !has(SourceFixture.commit))
  }

  @Test func `a list with mistakes may mean any of them, and without a list nothing is known`() throws {
    team.host.cleanSources()
    #expect(try has(SourceFixture.commit) && has(SourceFixture.other))
    try list("a", SourceFixture.other)
    try team.folder.write("version: 1\nsources: [", "a/Profiles/vmrun.sources")
    team.host.cleanSources()
    #expect(try has(SourceFixture.commit) && has(SourceFixture.other))
  }
}
