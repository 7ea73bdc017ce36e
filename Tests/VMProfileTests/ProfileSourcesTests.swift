import Testing
import VMProfile

@Suite struct ProfileSourcesTests {
  private let commit = String(repeating: "0a", count: 20)

  private func sources() throws -> ProfileSources {
    var sources = ProfileSources()
    sources.entries[try VMName(parsing: "team")] = .init(
      url: try GitURL(parsing: "git@host:team/vms.git"), reference: try GitReference(parsing: "main"),
      folder: .standard, commit: try GitCommit(parsing: commit))
    sources.entries[try VMName(parsing: "no")] = .init(
      url: try GitURL(parsing: "/srv/it's \"x\": #y"), reference: nil, folder: try SourceFolder(parsing: "."),
      commit: try GitCommit(parsing: commit))
    return sources
  }

  private func mistakes(_ yaml: String) -> String? {
    do throws(ProfileError) {
      _ = try ProfileSources(yaml: yaml, file: "vmrun.sources")
      return nil
    } catch {
      return error.description
    }
  }

  @Test func `a list reads as it was written, in one order`() throws {
    let sources = try sources()
    #expect(try ProfileSources(yaml: sources.yaml, file: "x") == sources)
    #expect(
      sources.yaml.hasSuffix(
        """
          "team":
            url: "git@host:team/vms.git"
            ref: "main"
            path: "Profiles"
            commit: "\(commit)"

        """))
    #expect(try ProfileSources(yaml: ProfileSources().yaml, file: "x") == ProfileSources())
  }

  @Test func `a list from elsewhere is held to the same rules as the command line`() {
    func list(_ more: String, name: String = "team", url: String = "https://h/t/v") -> String {
      "version: 1\nsources:\n  \(name): {url: '\(url)', commit: '\(commit)'\(more)}\n"
    }
    #expect(mistakes(list("")) == nil)
    #expect(mistakes(list("", url: "ext::sh -c id"))?.contains("vmrun.sources:3:15: 'url' is 'ext::sh -c id'") == true)
    #expect(mistakes(list("", url: "--upload-pack=x"))?.contains("an option") == true)
    #expect(mistakes(list("", name: "../x"))?.contains("is not the name of a source") == true)
    #expect(mistakes(list(", path: ../..")) != nil)
    #expect(mistakes(list(", ref: -x")) != nil)
    #expect(mistakes(list(", hook: x"))?.contains("'hook' is no key of a source") == true)
    #expect(mistakes("version: 1\nsources: {team: {url: https://h/t/v, commit: abc}}\n") != nil)
    #expect(mistakes("version: 1\nsources: {team: {url: https://h/t/v}}\n")?.contains("'commit' is missing") == true)
    #expect(mistakes("version: 2\n")?.contains("newer vmrun") == true)
    #expect(mistakes("- x\n") != nil)
  }

  @Test func `a machine's name may stand for several profiles of sources`() throws {
    let name = try SourcedName(parsing: "team/web")
    #expect(name.machine?.description == "team-web")
    #expect(
      SourcedName.splitting(try VMName(parsing: "a-b-c")).map(\.description) == ["a/b-c", "a-b/c"])
    #expect(SourcedName.splitting(try VMName(parsing: "web")) == [])
    for text in ["web", "/web", "team/", "a/b/c", "../x", "team/..", "team/web.yml", "team/-x"] {
      #expect(SourcedName(text) == nil, "\(text)")
    }
    let long = try SourcedName(parsing: "team/\(String(repeating: "x", count: 44))")
    #expect(long.machine == nil)
  }
}
