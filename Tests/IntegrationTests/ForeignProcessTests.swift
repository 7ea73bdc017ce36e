import Foundation
import Testing

/// A process id alone is not a machine.
@Suite(.enabled(if: TestHost.canRunMachines, TestHost.withoutMachines))
struct ForeignProcessTests {
  /// Every verb that could hurt a process, and what it may not do.
  private func expectUntouched(_ box: Sandbox, _ stranger: RunningCommand, _ what: String) async throws {
    #expect(["stopped", "crashed"].contains(try await box.state("idle")), "\(what)")
    #expect(try await box.status("idle")["pid"] is NSNull, "\(what)")
    #expect(try await box.must("stop", "idle").error == "idle: was not running\n", "\(what)")
    #expect(try await box.must("kill", "idle").error == "idle: was not running\n", "\(what)")
    #expect(try await box.vmrun("pause", "idle").status == 1, "\(what)")
    #expect(try await box.must("wait", "idle", "--for", "stopped", "--timeout", "2").status == 0, "\(what)")
    #expect(stranger.isRunning, "\(what): a stranger was killed")
  }

  @Test func `a recycled pid is not the machine, and is left alone`() async throws {
    try await Sandbox.with { box in
      try box.idleProfile()
      try await box.must("start", "idle")
      let file = box.instance("idle") + "/process"
      let written = try #require(box.read(file))
      let pid = try await box.pid("idle")
      try await box.must("kill", "idle")
      let stranger = try box.command(["sleep", "100"]).start()
      // The number of a living process, with the start time of QEMU.
      try box.write(written.replacingOccurrences(of: "\(pid)", with: "\(stranger.pid)"), file)
      try await expectUntouched(box, stranger, "another start time")
      // As above, with a name that could confuse a parser.
      let tail = written[(written.lastIndex(of: ")") ?? written.startIndex)...]
      try box.write("\(stranger.pid) (a) R 1 (b\(tail)", file)
      try await expectUntouched(box, stranger, "odd name")
      for text in ["", "\n", "nonsense", "\(stranger.pid)", "-1 (x) S 1", "1 (systemd) S 0"] {
        try box.write(text, file)
        try await expectUntouched(box, stranger, "'\(text)'")
      }
      try await box.must("start", "idle")
      #expect(box.machines("idle").count == 1)
      try await box.must("delete", "--force", "--yes", "idle")
      #expect(stranger.isRunning)
      stranger.send(SIGKILL)
    }
  }

  @Test func `a record of another boot is not running, whatever has its pid now`() async throws {
    try await Sandbox.with { box in
      try box.idleProfile()
      try await box.must("start", "idle")
      try await box.must("kill", "idle")
      let stranger = try box.command(["sleep", "100"]).start()
      try box.write(try #require(box.read("/proc/\(stranger.pid)/stat")), box.instance("idle") + "/process")
      let record = box.instance("idle") + "/instance.json"
      let written = try JSONSerialization.jsonObject(with: Data(try #require(box.read(record)).utf8))
      var fields = try #require(written as? [String: Any])
      var run = try #require(fields["run"] as? [String: Any])
      #expect(run.removeValue(forKey: "endedBy") as? String == "`vmrun kill`")
      #expect(run.updateValue("00000000-0000-4000-8000-000000000000", forKey: "bootID") is String)
      fields["run"] = run
      try box.write(String(decoding: JSONSerialization.data(withJSONObject: fields), as: UTF8.self), record)
      try await expectUntouched(box, stranger, "another boot")
      try "".write(toFile: box.instance("idle") + "/events.out", atomically: false, encoding: .utf8)
      #expect(try await box.status("idle")["reason"] as? String == "the host was restarted while it ran")
      stranger.send(SIGKILL)
      try await box.must("start", "idle")
    }
  }

  @Test func `damaged files of an instance block nothing`() async throws {
    try await Sandbox.with { box in
      try box.idleProfile()
      try await box.must("start", "idle")
      try await box.must("kill", "idle")
      for (name, text) in [
        ("instance.json", "{"), ("events.out", "{\"event\":"), ("instance.json", ""), ("seed.iso", ""),
        ("known_hosts", "x"),
      ] {
        try box.write(text, box.instance("idle") + "/" + name)
        #expect(try await box.vmrun("list").status == 0)
        #expect(try await box.vmrun("status", "idle").status == 0)
        try await box.must("start", "idle")
        try await box.must("kill", "idle")
      }
      try box.write("not a disk", box.instance("idle") + "/disk.qcow2")
      let broken = try await box.vmrun("start", "idle")
      #expect(broken.status == 1)
      #expect(broken.error.contains("is not a disk that vmrun made"), "\(broken)")
      #expect(box.read(box.instance("idle") + "/disk.qcow2") == "not a disk")
    }
  }
}
