import Foundation
import Testing

/// What a commit would change of a machine, before it is made.
@Suite(.enabled(if: TestHost.has("git"), "git is not installed"))
struct ProfileDiffTests {
  /// The project as a repository with one commit.
  private func committed(_ box: Sandbox) async throws {
    try box.write("image: tiny\nmemory: 256M\n", "p/common/base.yml")
    try box.profile("mid", "extends: ../common/base.yml\nsmp: 2\n")
    try box.profile("web", "extends: mid\ndescription: Web\n")
    try await commit(box)
  }

  private func commit(_ box: Sandbox) async throws {
    let made = try await box.shell(
      "git init -q . && git add -A && git -c user.name=a -c user.email=a@b commit -q -m x")
    try #require(made.status == 0, "\(made)")
  }

  private func rows(_ box: Sandbox, _ name: String = "web") async throws -> [String] {
    let table = try await box.must("profile", "diff", name).output.split(separator: "\n").map(String.init)
    return table.map { $0.split(separator: " ").joined(separator: " ") }
  }

  @Test func `values are compared with the last commit, through all that is extended`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      try await committed(box)
      #expect(try await box.must("profile", "diff", "web").error == "'web' is as the last commit has it\n")
      try box.write("image: tiny\nmemory: 512M\n", "p/common/base.yml")
      try box.profile("web", "# a comment\nextends: mid\n")
      try box.profile("web.local", "memory: 4G\n")
      #expect(try await rows(box) == ["KEY HEAD NOW", "memory 256M 512M", "description Web -"])
      // A parent that was there at the commit, and is not now; and one that is new.
      try box.profile("web", "extends: fresh\ndescription: Web\n")
      try box.profile("fresh", "image: tiny\nsmp: 4\n")
      try FileManager.default.removeItem(atPath: box.project + "/Profiles/mid.yml")
      #expect(try await rows(box) == ["KEY HEAD NOW", "smp 2 4", "memory 256M 512M"])
      let added = try await box.must("profile", "diff", "fresh", "--format", "json").output
      #expect(added.contains("\"key\": \"image\"") && added.contains("\"old\": null"), "\(added)")
      #expect(try await box.vmrun("profile", "diff", "web", "--last-start").status == 1)
      #expect(try await box.vmrun("profile", "diff", "web", "fresh", "--last-start").status == 64)
      #expect(try await box.must("profile", "diff", "web", "fresh").output.contains("description"))
    }
  }

  @Test func `without a commit, and for another user's repository, it is said what else can be compared`() async throws
  {
    try await Sandbox.with(sharesImages: false) { box in
      try box.profile("web", "image: tiny\n")
      try #require(try await box.shell("git init -q .").status == 0)
      let none = try await box.vmrun("profile", "diff", "web")
      #expect(none.status == 1 && none.error.contains("there is no commit in \(box.project)"), "\(none)")
      guard geteuid() == 0 else { return }
      try await commit(box)
      try #require(try await box.shell("chown 12345 .git").status == 0)
      let foreign = try await box.vmrun("profile", "diff", "web")
      #expect(foreign.status == 77 && foreign.error.contains("belongs to another user"), "\(foreign)")
    }
  }

  @Test func `nothing that a repository names is run`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      try await committed(box)
      let program = try box.tool("evil", "touch \(box.root)/ran; cat")
      try box.write("*.yml filter=evil diff=evil textconv=evil\n", "p/.gitattributes")
      try box.write("*.yml filter=evil diff=evil\n", "p/.git/info/attributes")
      for setting in [
        "filter.evil.smudge", "filter.evil.clean", "filter.evil.process", "diff.evil.textconv", "diff.evil.command",
        "core.fsmonitor", "core.sshCommand", "core.pager", "core.editor", "core.askPass", "alias.ls-tree",
        "alias.cat-file", "uploadpack.packObjectsHook", "core.gitProxy",
      ] {
        try #require(try await box.shell("git config \(setting) \(program)").status == 0)
      }
      for hook in ["post-checkout", "reference-transaction", "post-index-change"] {
        try box.write("#!/bin/sh\ntouch \(box.root)/ran\n", "p/.git/hooks/\(hook)", mode: 0o755)
      }
      try box.profile("web", "extends: mid\n")
      // Objects that are not here, to be had from a server by a command of the repository's.
      #expect(try await rows(box) == ["KEY HEAD NOW", "description Web -"])
      let blob = try await box.shell("GIT_CONFIG_NOSYSTEM=1 git rev-parse HEAD:Profiles/web.yml").output.prefix(40)
      try? FileManager.default.removeItem(atPath: box.root + "/ran")
      for (key, value) in [
        ("remote.origin.url", "ssh://h/x"), ("remote.origin.promisor", "true"), ("extensions.partialClone", "origin"),
        ("core.repositoryFormatVersion", "1"),
      ] {
        try #require(try await box.shell("git config \(key) \(value)").status == 0)
      }
      try FileManager.default.removeItem(
        atPath: "\(box.project)/.git/objects/\(blob.prefix(2))/\(blob.dropFirst(2))")
      let missing = try await box.vmrun("profile", "diff", "web")
      #expect(missing.status == 1, "\(missing)")
      #expect(!box.exists("ran"))
    }
  }
}
