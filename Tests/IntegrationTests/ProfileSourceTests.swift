import Foundation
import Testing

/// Profiles of a team, from repositories that the tests make.
@Suite(.enabled(if: TestHost.canRunMachines && TestHost.has("git"), "QEMU, ssh or git is not installed"))
struct ProfileSourceTests {
  private func short(_ commit: String) -> String { String(commit.prefix(12)) }

  @Test func `a team's day: add, start by either name, and the clone of a colleague has the same`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      let team = try await GitRepository(box)
      try team.idleProfile("web", "extends: ./parts/base.yml\ndescription: Web of ${project}\n")
      try team.write("smp: 2\n", "Profiles/parts/base.yml")
      let commit = try await team.commit()
      let added = try await box.must("profile", "add", team.path, "--name", "team")
      #expect(
        added.error
          == "team: 1 profile at \(short(commit)), written down in Profiles/vmrun.sources: team/web\n")
      let list = try #require(box.read("p/Profiles/vmrun.sources"))
      #expect(list.contains("commit: \"\(commit)\"") && list.contains("url: \"\(team.path)\""))
      #expect(try await box.must("list", "-q").output == "team-web\n")
      let rows = try await box.must("profile", "list").output
      #expect(rows.contains("team/web") && rows.contains("Web of team"), "\(rows)")
      let shown = try await box.must("profile", "show", "team/web", "--origin").output
      #expect(shown.contains("team@\(short(commit))/Profiles/parts/base.yml:1:6"), "\(shown)")

      #expect(try await box.must("start", "team/web").error.hasPrefix("team-web: running"))
      for name in ["team/web", "team-web"] { #expect(try await box.state(name) == "running") }
      #expect(try await box.must("list", "-q").output == "team-web\n")
      let mac = try #require((try await box.status("team-web")["nics"] as? [[String: Any]])?.first?["mac"] as? String)
      try await box.must("kill", "team/web")

      // A change that reaches nothing starts as the same machine, with its disk and its addresses.
      try team.write("smp: 3\n", "Profiles/parts/base.yml")
      let next = try await team.commit()
      let script = try await box.vmrun("profile", "update")
      #expect(script.status == 64 && script.error.contains("take what is new with --yes"), "\(script)")
      #expect(box.read("p/Profiles/vmrun.sources") == list)
      let update = try await box.must("profile", "update", "team", "--yes")
      for line in ["team: \(short(commit)) -> \(short(next))", "parts/base.yml | 2 +-", "team/web", "  smp: 2 -> 3"] {
        #expect(update.output.contains(line), "\(line) in \(update)")
      }
      #expect(try await box.must("profile", "update").error == "team: nothing new\n")
      try await box.must("start", "team-web")
      #expect((try await box.status("team-web")["nics"] as? [[String: Any]])?.first?["mac"] as? String == mac)
      #expect(try await box.status("team-web")["smp"] as? Int == 3)
      try await box.must("kill", "team-web")

      // A colleague has the project, and nothing else.
      try FileManager.default.removeItem(atPath: box.root + "/data/vmrun/sources")
      let missing = try await box.vmrun("start", "team/web")
      #expect(missing.status == 69)
      #expect(
        missing.error == "vmrun: the source 'team' of Profiles/vmrun.sources is not here yet: fetch it with "
          + "`vmrun profile add`\n")
      let machine = try await box.vmrun("start", "team-db")
      #expect(
        machine.status == 69
          && machine.error.hasPrefix(
            "vmrun: there is no profile 'team-db', but the source 'team' of Profiles/vmrun.sources")
      )
      let empty = try await box.must("profile", "list")
      #expect(!empty.output.contains("team/web"))
      #expect(
        empty.error.contains(
          "the source 'team' of Profiles/vmrun.sources is not here yet: fetch it with `vmrun profile add`"))
      #expect(try await box.must("profile", "add").error.contains("team: 1 profile at \(short(next))"))
      let whole = try await box.vmrun("start", "team")
      #expect(whole.status == 78)
      #expect(whole.error == "vmrun: 'team' is a source of profiles: name one of them, team/web\n")
      #expect(try await box.must("profile", "list").error == "")
      #expect(try await box.must("profile", "show", "team/web").output.contains("smp"))
    }
  }

  @Test func `a branch, a tag and a commit are followed as such, and a rewritten history is said`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      let team = try await GitRepository(box)
      try team.write("image: tiny\n", "vm/web.yml")
      let first = try await team.commit()
      try await team.git("tag", "-m", "one", "v1")
      try await team.git("branch", "stable")
      try team.write("image: tiny\nsmp: 2\n", "vm/web.yml")
      let second = try await team.commit()
      let wrong = try await box.vmrun("profile", "add", team.path)
      #expect(wrong.status == 1 && wrong.error.contains("there is no profile in '.'"), "\(wrong)")
      for (name, ref, commit) in [
        ("a", "v1", first), ("b", "stable", first), ("c", String(first.prefix(9)), first), ("d", "main", second),
      ] {
        try await box.must("profile", "add", "file://\(team.path)", "--path", "vm", "--name", name, "--ref", ref)
        #expect(box.read("p/Profiles/vmrun.sources")?.contains(commit) == true)
      }
      let twice = try await box.vmrun("profile", "add", team.path, "--path", "vm", "--name", "a")
      #expect(twice.status == 1 && twice.error.contains("has a source 'a' already"), "\(twice)")
      let none = try await box.vmrun("profile", "add", team.path, "--name", "x", "--ref", "nothing")
      #expect(none.status == 1 && none.error.contains("has no branch, tag or commit 'nothing'"), "\(none)")
      #expect(try await box.must("profile", "show", "a/web").output.contains("(default)"))

      try await team.git("checkout", "--quiet", "--orphan", "fresh")
      try team.write("image: tiny\nsmp: 4\n", "vm/web.yml")
      try await team.commit()
      try await team.git("branch", "--force", "main")
      let update = try await box.must("profile", "update", "--yes")
      #expect(update.error.contains("a: nothing new\nb: nothing new\nc: nothing new\n"), "\(update)")
      #expect(update.output.contains("the history was written anew: \(short(second)) is no longer part of it"))
      #expect(update.output.contains("  smp: 2 -> 4"))
      // Going over to another branch is an update as well.
      #expect(try await box.must("profile", "update", "a", "--ref", "main", "--yes").output.contains("smp: 1 -> 4"))
    }
  }

  @Test func `an image beside the profiles is the same one at the next commit`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      let team = try await GitRepository(box)
      func write(_ more: String) async throws -> String {
        try team.write(String(repeating: "\0", count: 1 << 20), "Profiles/disk.img")
        try team.write("image: ./disk.img\nmemory: 64M\n\(more)", "Profiles/web.yml")
        return try await team.commit()
      }
      let first = try await write("")
      try await box.must("profile", "add", team.path, "--name", "team")
      try await box.must("start", "team/web")
      // A machine runs on it: its checkout stays.
      let second = try await write("smp: 2\n")
      try await box.must("profile", "update", "--yes")
      try await box.must("kill", "team/web")
      let sources = "\(box.root)/data/vmrun/sources/team"
      let folder = try #require(try FileManager.default.contentsOfDirectory(atPath: sources).first)
      #expect(box.exists("\(sources)/\(folder)/\(first)") && box.exists("\(sources)/\(folder)/\(second)"))
      try await box.must("start", "team/web")
      #expect(try await box.status("team-web")["smp"] as? Int == 2)
      try await box.must("kill", "team/web")
      try await box.must("delete", "team-web", "--yes")
      // Nothing stands on the first two any more.
      let third = try await write("smp: 3\n")
      try await box.must("profile", "update", "--yes")
      #expect(!box.exists("\(sources)/\(folder)/\(first)") && !box.exists("\(sources)/\(folder)/\(second)"))
      #expect(box.exists("\(sources)/\(folder)/\(third)"))
      try await box.must("start", "team/web")
      try await box.must("kill", "team/web")
    }
  }

  @Test func `what was added can be removed, with its files and permissions, and without harm to machines`()
    async throws
  {
    try await Sandbox.with(sharesImages: false) { box in
      let none = try await box.vmrun("profile", "add")
      #expect(none.status == 64 && none.error.contains("no source of profiles is written down here"), "\(none)")
      let team = try await GitRepository(box)
      try team.idleProfile("web", "shares: [{path: ./src}]\n")
      try team.write("x", "Profiles/src/file")
      try await team.commit()
      try await box.must("profile", "add", team.path, "--name", "team")
      #expect(
        try await box.must("profile", "add").error.hasPrefix("all sources that are written down are here already"))
      try await box.must("profile", "trust", "team/web", "--yes")
      try box.profile("mine", "extends: team/web\n")
      for (name, status, words) in [
        ("tea", 78, "did you mean 'team'?"), ("team/web", 64, "name a source such as team"),
      ] {
        let wrong = try await box.vmrun("profile", "remove", name)
        #expect(wrong.status == Int32(status) && wrong.error.contains(words), "\(wrong)")
      }
      try await box.must("start", "team/web")
      let removed = try await box.must("profile", "remove", "team")
      #expect(
        removed.error == """
          mine: extends it, and has mistakes now: `vmrun profile check mine` names them
          team: removed from Profiles/vmrun.sources, with 1 permission
          team: what team-web needs of it stays: `vmrun delete team-web` when you are done

          """)
      #expect(box.read("p/Profiles/vmrun.sources")?.hasSuffix("sources: {}\n") == true)
      #expect(try await box.state("team-web") == "running")
      #expect(try await box.vmrun("start", "team/web").status == 78)
      try await box.must("kill", "team-web")
      // Its source's name leads nowhere any more.
      let untrusted = try await box.vmrun("start", "team-web")
      #expect(try await box.vmrun("profile", "trust", "team-web").output.contains("Profiles/src"))
      #expect(untrusted.status == 77 && untrusted.error.contains("`vmrun profile trust team-web`"), "\(untrusted)")
      try await box.must("delete", "team-web", "--yes")
      // The next one takes along what no machine needs any more; what was allowed must be allowed again.
      try await box.must("profile", "add", team.path, "--name", "team")
      #expect(try await box.vmrun("start", "team/web").status == 77)
      #expect(try await box.must("profile", "rm", "team").error.hasSuffix("removed from Profiles/vmrun.sources\n"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: box.root + "/data/vmrun/sources") == [".lock"])
    }
  }

  @Test func `the lock of a source binds its profiles, and not one's own that stands on them`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      let team = try await GitRepository(box)
      try team.idleProfile("web")
      try team.write("version: 1\nprofiles:\n  web:\n    arch: riscv64\n    qemu: \"7.2\"\n", "Profiles/vmrun.lock")
      try await team.commit()
      try await box.must("profile", "add", team.path, "--name", "team")
      let start = try await box.vmrun("start", "team/web")
      #expect(start.status == 69, "\(start)")
      #expect(
        start.error.contains("or write a profile of your own with `extends: team/web`, which that lock does not bind"),
        "\(start)")
      try box.profile("mine", "extends: team/web\n")
      try await box.must("start", "mine")
      try await box.must("kill", "mine")
    }
  }

  @Test func `files are copied by the name of a source's profile, as ssh takes it`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      let team = try await GitRepository(box)
      try team.idleProfile("web")
      try await team.commit()
      try await box.must("profile", "add", team.path, "--name", "team")
      for words in [["team/web:/etc/x", "."], ["x", "team/web:/tmp"]] {
        let stopped = try await box.vmrun(arguments: ["cp"] + words)
        #expect(stopped.status == 1 && stopped.error.contains("'team-web' is not running"), "\(stopped)")
      }
      let unknown = try await box.vmrun("cp", "tem/web:/etc/x", ".")
      #expect(unknown.status == 78 && unknown.error.contains("did you mean 'team/web'?"), "\(unknown)")
      // A file of that name is a file.
      try box.write("x", "p/team/web:x")
      let file = try await box.vmrun("cp", "team/web:x", "other")
      #expect(file.status == 64 && file.error.contains("none of them is NAME:path"), "\(file)")
    }
  }

  @Test func `ssh is asked for what git asks of it, and a failure is git's own`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      let team = try await GitRepository(box, "team/vms.git")
      try team.write("image: tiny\n", "Profiles/web.yml")
      try await team.commit()
      // A server of ssh, as far as git is concerned: it runs the command here.
      let ssh = try box.tool("ssh-here", "shift $(($# - 1))\ncd \(box.root) && exec /bin/sh -c \"$1\"")
      let added = try await box.must(
        "profile", "add", "git@server.example.org:team/vms.git", env: ["GIT_SSH_COMMAND": ssh])
      #expect(added.error.contains("team: 1 profile"), "\(added)")
      try box.tool("ssh-fails", "echo 'no route to host' >&2; exit 255")
      let failed = try await box.vmrun(
        "profile", "update", "team", env: ["GIT_SSH_COMMAND": "\(box.root)/bin/ssh-fails"])
      #expect(failed.status == 1)
      #expect(failed.error.contains("git@server.example.org:team/vms.git cannot be fetched: "), "\(failed)")
      #expect(failed.error.contains("no route to host"), "\(failed)")
      #expect(try await box.must("profile", "list").output.contains("team/web"))
    }
  }

  @Test func `outside of a project a source is the user's own`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      let team = try await GitRepository(box)
      try team.write("image: tiny\n", "Profiles/web.yml")
      try await team.commit()
      var command = box.command([TestHost.vmrun, "profile", "add", team.path])
      command.folder = box.root + "/home"
      #expect(try await command.run().status == 0)
      #expect(box.exists("config/vmrun/Profiles/vmrun.sources"))
      #expect(try await box.must("profile", "show", "vms/web").output.contains("tiny"))
      let unknown = try await box.vmrun("start", "vmz/web")
      #expect(unknown.status == 78 && unknown.error.contains("did you mean 'vms/web'?"), "\(unknown)")
      let other = try await box.vmrun("start", "vms/wbe")
      #expect(other.status == 78 && other.error.contains("did you mean 'vms/web'?"), "\(other)")
    }
  }

  @Test func `without git the package is named`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      let result = try await box.vmrun("profile", "add", box.root, "--name", "x", env: ["PATH": "\(box.root)/bin"])
      #expect(result.status == 69 && result.error.contains("apt install git"), "\(result)")
      #expect(!box.exists("p/Profiles/vmrun.sources"))
    }
  }
}
