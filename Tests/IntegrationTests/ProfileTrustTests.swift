import Foundation
import Testing

/// What a stranger's profile may do to this host: nothing that nobody allowed.
@Suite(.enabled(if: TestHost.canRunMachines && TestHost.has("git"), "QEMU, ssh or git is not installed"))
struct ProfileTrustTests {
  private func added(_ box: Sandbox) async throws -> GitRepository {
    let team = try await GitRepository(box)
    try team.idleProfile("web", "shares: [{path: ./src}]\n")
    try team.write("x", "Profiles/src/file")
    try await team.commit()
    try await box.must("profile", "add", team.path, "--name", "team")
    return team
  }

  @Test func `in a script a start that nobody allowed fails with 77, and once allowed it works`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      let team = try await added(box)
      for verb in ["start", "run", "restart", "command"] {
        let refused = try await box.vmrun(verb, "team/web")
        #expect(refused.status == 77, "\(verb): \(refused)")
        #expect(
          refused.error.contains("lets the guest read and write the folder ./src: \(box.root)/data/"), "\(refused)")
        #expect(refused.error.hasSuffix("allow that with `vmrun profile trust team/web`\n"), "\(refused)")
        #expect(!box.exists(box.instance("team-web")), "\(verb) left something")
      }
      let shown = try await box.vmrun("profile", "trust", "team/web")
      #expect(shown.status == 64 && shown.output.contains("./src"), "\(shown)")
      #expect(try await box.vmrun("command", "team/web").status == 77)
      try await box.must("profile", "trust", "team/web", "--yes")
      #expect(try await box.must("command", "team/web").output.contains("qemu-system"))
      #expect(try await box.must("profile", "trust", "team/web").error == "team/web: that is allowed already\n")

      // A file that changes asks again, an update shows what it would reach, and others are none of its business.
      try team.idleProfile(
        "web", "shares: [{path: ./src}]\nnics: [{user: {forward: [\"0.0.0.0:0:22\"]}}]\n")
      try team.write("image: tiny\n", "Profiles/other.yml")
      try await team.commit()
      let update = try await box.must("profile", "update", "--yes")
      #expect(update.output.contains("  NEW on this host: team@"), "\(update)")
      #expect(update.output.contains("lets other hosts reach port 22/tcp of the guest through every address"))
      #expect(update.output.contains("team/other (new)"))
      #expect(!update.output.contains("folder ./src"))
      #expect(try await box.vmrun("command", "team/web").status == 77)
      #expect(try await box.must("profile", "trust", "team/other").error.contains("reaches nothing of this host"))
    }
  }

  @Test func `on a terminal the question is asked, and no is no`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      _ = try await added(box)
      func ask(_ words: [String], _ answer: String) async throws -> (status: Int32, text: String) {
        let terminal = try PseudoTerminal()
        var command = box.command([TestHost.vmrun] + words)
        command.terminal = terminal
        let running = try command.start()
        try await box.wait("the question") { terminal.text.contains("[y/N]") }
        terminal.type(answer)
        let status = try await running.result().status
        return (status, terminal.text)
      }
      let no = try await ask(["command", "team/web"], "n\r")
      #expect(no.status == 77 && no.text.contains("lets the guest read and write the folder ./src"), "\(no)")
      #expect(!box.exists("state/vmrun/trust.json"))
      let yes = try await ask(["command", "team/web"], "y\r")
      #expect(yes.status == 0, "\(yes)")
      #expect(try await box.must("command", "team/web").output.contains("qemu-system"))
    }
  }

  @Test func `an update that nobody agrees to changes nothing`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      let team = try await added(box)
      try team.idleProfile("web", "smp: 2\n")
      try await team.commit()
      let list = box.read("p/Profiles/vmrun.sources")
      let terminal = try PseudoTerminal()
      var command = box.command([TestHost.vmrun, "profile", "update"])
      command.terminal = terminal
      let running = try command.start()
      try await box.wait("the question") { terminal.text.contains("[y/N]") }
      #expect(terminal.text.contains("no longer: team@"), "\(terminal.text)")
      terminal.type("n\r")
      #expect(try await running.result().status == 0)
      #expect(terminal.text.contains("team: stays at "))
      #expect(box.read("p/Profiles/vmrun.sources") == list)
    }
  }

  @Test func `a project that was cloned by hand is one's own, and what it extends of a stranger is not`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      _ = try await added(box)
      try box.idleProfile("own", "shares: [{path: ./src}]\n")
      try box.write("x", "p/Profiles/src/file")
      #expect(try await box.must("command", "own").output.contains("qemu-system"))
      try box.profile("mixed", "extends: team/web\nsmp: 2\n")
      let mixed = try await box.vmrun("command", "mixed")
      #expect(mixed.status == 77 && mixed.error.hasSuffix("`vmrun profile trust mixed`\n"), "\(mixed)")
      try await box.must("profile", "trust", "mixed", "--yes")
      try await box.must("command", "mixed")
      #expect(try await box.vmrun("command", "team/web").status == 77, "one permission is for one profile")
      // The own layer of a person over a team's profile.
      try box.profile("team-web.local", "smp: 3\nshares: []\n")
      let shown = try await box.must("profile", "show", "team/web", "--origin").output
      #expect(shown.contains("Profiles/team-web.local.yml:1:6"), "\(shown)")
      try await box.must("command", "team/web")
    }
  }
}
