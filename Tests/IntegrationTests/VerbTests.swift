import Foundation
import Testing

/// What is typed by mistake, and what is typed as in other tools.
@Suite(.enabled(if: TestHost.canRunMachines, TestHost.withoutMachines))
struct VerbTests {
  @Test func `a word that is no command is told, with the nearest one`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      for (words, message) in [
        (["lits"], "there is no command 'vmrun lits': did you mean 'list'?"),
        (["nonsense", "web"], "there is no command 'vmrun nonsense': see `vmrun --help`"),
        (["nic", "ad", "web"], "there is no command 'vmrun nic ad': did you mean 'add'?"),
        (["help", "stert"], "there is no command 'vmrun stert': did you mean 'start'?"),
      ] {
        let result = try await box.vmrun(arguments: words)
        #expect(result.status == 64 && result.error == "vmrun: \(message)\n", "\(words): \(result)")
      }
      #expect(try await box.must("help", "nic", "add").output.contains("USAGE: vmrun nic add"))
      #expect(try await box.must("ls").error.isEmpty)
    }
  }

  @Test func `a command for the guest needs no dashes unless it begins with one`() async throws {
    try await Sandbox.with { box in
      try box.tinyProfile()
      try await box.must("start", "web")
      #expect(try await box.must("ssh", "web", "echo", "a  b", "--", "-c").output == "a b -- -c\n")
      #expect(try await box.must("ssh", "--timeout", "60", "web", "echo", "-n", "x").output == "x")
      #expect(try await box.must("ssh", "web", "--timeout=60", "--", "echo", "y").output == "y\n")
      #expect(try await box.vmrun("ssh", "web", "exit", "7").status == 7)
    }
  }

  @Test func `a stopped machine's cards and forwards are told apart from a running one's`() async throws {
    try await Sandbox.with { box in
      try box.idleProfile("idle", "nics: [{user: {forward: [\"0:80\"]}}]\n")
      #expect(try await box.must("nic", "list", "idle").output == "'idle' was not started yet\n")
      try await box.must("start", "idle")
      #expect(try await box.must("forward", "list", "idle").output.contains("nic0"))
      let removed = try await box.vmrun("nic", "remove", "idle", "nic0", "--timeout", "0")
      #expect(removed.status == 75, "\(removed)")
      try await box.must("kill", "idle")
      #expect(try await box.must("forward", "list", "idle").output == "'idle' does not run\n")
      let cards = try await box.must("nic", "list", "idle")
      #expect(cards.output.contains("nic0") && cards.error.contains("'idle' is stopped"), "\(cards)")
    }
  }

  @Test func `a machine starts again from any folder, and a key that was opened up is closed`() async throws {
    try await Sandbox.with { box in
      try box.tinyProfile()
      try await box.must("start", "web")
      let elsewhere = "cd / && exec \(TestHost.vmrun)"
      let restarted = try await box.shell("\(elsewhere) restart --time 0 web")
      #expect(restarted.status == 0, "\(restarted)")
      let key = "\(box.root)/data/vmrun/ssh/id_ed25519"
      chmod(key, 0o644)
      let greeting = try await box.shell("\(elsewhere) ssh web echo hello", timeout: .seconds(150))
      #expect(greeting.output == "hello\n", "\(greeting)")
      let missing = try await box.vmrun("stop", "nosuch")
      #expect(missing.status == 78)
      #expect(missing.error.hasPrefix("vmrun: there is no machine 'nosuch' yet, and there is no profile 'nosuch'"))
      let began = ContinuousClock.now
      let waited = try await box.vmrun("monitor", "web", "--timeout", "1", "-c", "wait SHUTDOWN")
      #expect(waited.status == 75 && ContinuousClock.now - began < .seconds(30), "\(waited)")
    }
  }

  @Test func `a profile with mistakes is listed as such, and all are checked at once`() async throws {
    try await Sandbox.with(sharesImages: false) { box in
      try box.idleProfile("good")
      try box.profile("bad", "image: tiny\nmemry: 1G\n")
      let list = try await box.must("list")
      #expect(list.output.contains("bad ") && list.output.contains("good "))
      #expect(list.error == "bad: its profile has mistakes: `vmrun profile check bad` names them\n")
      let check = try await box.vmrun("profile", "check")
      #expect(check.status == 78)
      #expect(check.error.contains("bad.yml:2:1: unknown key 'memry'") && check.error.contains("good: no mistakes"))
    }
  }

  @Test func `what has nothing to show says where to look`() async throws {
    try await Sandbox.with { box in
      try box.idleProfile()
      try await box.must("start", "idle")
      let logs = try await box.must("logs", "idle")
      #expect(logs.output.isEmpty && logs.error.contains("`vmrun logs --console idle`"), "\(logs)")
      let console = try await box.must("console", "idle")
      #expect(console.error.contains("`vmrun logs --console idle`"), "\(console)")
    }
  }
}
