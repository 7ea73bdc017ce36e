import Foundation
import Testing

/// The monitor shell through a real terminal, with a real QEMU.
/// The wait for a turn among the machines counts into the limit of time.
@Suite(.enabled(if: TestHost.canRunMachines, TestHost.withoutMachines), .timeLimit(.minutes(60)))
struct MonitorTerminalTests {
  @Test func `keys complete, edit and run commands`() async throws {
    try await Sandbox.with { sandbox in
      try sandbox.idleProfile("box", "nics: [{user: {}}]")
      try await sandbox.must("start", "box")
      let shell = try MonitorTerminal(sandbox, "box")
      try await shell.see("box> ")
      shell.type("query-stat\t")
      try await shell.see("query-stats-schemas")
      shell.type("us\r")
      try await shell.see(#""status": "running""#)
      // The second letter was wrong: back, and right.
      try await shell.run(
        "quxry-name\u{1B}[D\u{1B}[D\u{1B}[D\u{1B}[D\u{1B}[D\u{1B}[D\u{1B}[D\u{7F}e", until: #""name": "box""#)
      shell.type("netdev_add type=us\t")
      try await shell.see("type=user ")
      shell.type("hostf\t")
      try await shell.see("hostfwd.0.")
      shell.type("\u{15}device_add driver=e1000e net\t")
      try await shell.see("netdev=")
      shell.type("\t")
      try await shell.see("netdev=net0 ")
      // Up brings back what was typed before.
      shell.type("\u{3}\u{1B}[A")
      try await shell.see("the earlier line") { $0.hasSuffix("box> query-name") }
      shell.type("\u{3}é€😀")
      try await shell.see("box> é€😀")
      shell.type("\u{3}\u{4}")
      #expect(try await shell.command.result().status == 0)
      #expect(shell.terminal.isCooked)
      #expect(try await sandbox.state("box") == "running")
    }
  }

  @Test func `an event leaves the half-typed line as it was`() async throws {
    try await Sandbox.with { sandbox in
      try sandbox.idleProfile("box")
      try await sandbox.must("start", "box")
      let shell = try MonitorTerminal(sandbox, "box")
      try await shell.see("box> ")
      shell.type("query-stat")
      try await shell.see("box> query-stat")
      try await sandbox.must("pause", "box")
      try await shell.see("the event above the line") { screen in
        screen.split(separator: "\n").last == "box (paused)> query-stat" && screen.contains(" STOP\n")
      }
      try await shell.run("us", until: #""status": "paused""#)
      shell.type("events only RES*\r")
      try await shell.see("shown are RES*")
      try await sandbox.must("resume", "box")
      try await shell.see(" RESUME\n")
      shell.type("quit\r")
      #expect(try await shell.command.result().status == 0)
    }
  }

  @Test func `Ctrl-C clears the line and ends a wait, and Ctrl-D leaves the machine alone`() async throws {
    try await Sandbox.with { sandbox in
      try sandbox.idleProfile("box")
      try await sandbox.must("start", "box")
      let shell = try MonitorTerminal(sandbox, "box", controlling: true)
      try await shell.see("box> ")
      shell.type("nonsense\u{3}")
      try await shell.see("box> nonsense^C\nbox> ")
      shell.type("wait RESET\r")
      try await shell.see("wait RESET\n")
      try await Task.sleep(for: .milliseconds(200))
      shell.type("\u{3}")
      try await shell.see("error: stopped waiting for RESET")
      shell.type("qmp quit\r")
      try await shell.see("Do it? [y/N]")
      shell.type("n\r")
      try await shell.see("error: not done")
      shell.type("\u{4}")
      #expect(try await shell.command.result().status == 0)
      #expect(try await sandbox.state("box") == "running")
    }
  }

  @Test func `the shell stays when the machine ends, and attaches again`() async throws {
    try await Sandbox.with { sandbox in
      try sandbox.idleProfile("box")
      try await sandbox.must("start", "box")
      let shell = try MonitorTerminal(sandbox, "box")
      try await shell.see("box> ")
      try await sandbox.must("kill", "box")
      try await shell.see("'box' has ended: ended by `vmrun kill`")
      try await shell.see("box (stopped)> ")
      try await shell.run("query-status", until: "error: 'box' is not running")
      try await sandbox.must("start", "box")
      try await shell.see("'box' is back")
      try await shell.run("query-status", until: #""status": "running""#)
      shell.type("\u{4}")
      #expect(try await shell.command.result().status == 0)
    }
  }

  @Test func `two shells and other commands work at once`() async throws {
    try await Sandbox.with { sandbox in
      try sandbox.idleProfile("box")
      try await sandbox.must("start", "box")
      let first = try MonitorTerminal(sandbox, "box")
      let second = try MonitorTerminal(sandbox, "box")
      try await first.see("box> ")
      try await second.see("box> ")
      try await first.run("stop", until: " STOP")
      try await second.see(" STOP")
      #expect(try await sandbox.state("box") == "paused")
      try await second.run("query-status", until: #""status": "paused""#)
      try await second.run("query-name", until: #""name": "box""#)
      for shell in [first, second] {
        shell.type("\u{4}")
        #expect(try await shell.command.result().status == 0)
      }
      // None lost the other's lines.
      let history = try #require(sandbox.read("\(sandbox.state)/history")).split(separator: "\n")
      #expect(history == ["stop", "query-status", "query-name"])
    }
  }

  @Test func `the history is private and holds no secret`() async throws {
    try await Sandbox.with { sandbox in
      try sandbox.idleProfile("box")
      try await sandbox.must("start", "box")
      let shell = try MonitorTerminal(sandbox, "box")
      try await shell.see("box> ")
      try await shell.run("object-add qom-type=secret id=s data=hunter2", until: "box> object-add")
      try await shell.run("set_password protocol=vnc password=hunter2", until: "error: ")
      try await shell.run(" query-name", until: #""name": "box""#)
      try await shell.run("query-status", until: #""status""#)
      shell.type("\u{4}")
      _ = try await shell.command.result()
      let file = "\(sandbox.state)/history"
      #expect(sandbox.read(file) == "query-status\n")
      let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
      #expect(mode == 0o600)
    }
  }

  @Test func `JSON can be pasted over several lines, tabs included`() async throws {
    try await Sandbox.with { sandbox in
      try sandbox.idleProfile("box")
      try await sandbox.must("start", "box")
      let shell = try MonitorTerminal(sandbox, "box")
      try await shell.see("box> ")
      shell.type("\u{1B}[200~{ \"execute\":\r\t\"query-name\",\r\t\"arguments\": {} }\r\u{1B}[201~")
      try await shell.see(#"{"name": "box"}"#)
      shell.type("{ \"execute\"\r")
      try await shell.see("a prompt for the rest") { $0.hasSuffix("{ \"execute\"\n... ") }
      shell.type("\u{3}query-status\r")
      try await shell.see(#""status": "running""#)
      shell.type("\u{4}")
      #expect(try await shell.command.result().status == 0)
    }
  }

  @Test func `a shell may begin before its machine`() async throws {
    try await Sandbox.with { sandbox in
      try sandbox.idleProfile("box")
      let shell = try MonitorTerminal(sandbox, "box")
      try await shell.see("box (stopped)> ")
      try await sandbox.must("start", "box")
      try await shell.see("'box' is back")
      shell.type("\u{4}")
      #expect(try await shell.command.result().status == 0)
    }
  }
}
