import Foundation
import Testing

/// vmrun ended by SIGKILL at every step of a start: afterwards there is a machine that can be managed, or
/// nothing that is in the way.
@Suite(.enabled(if: TestHost.canRunMachines, TestHost.withoutMachines))
struct KilledStartTests {
  /// What has to hold whenever a start was killed.
  private func expectSound(_ box: Sandbox, _ moment: String) async throws {
    // A child that has not become QEMU yet may still do so.
    try await Task.sleep(for: .milliseconds(100))
    let before = box.machines("idle")
    #expect(before.count <= 1, "\(moment): \(before.count) QEMUs")
    let state = try await box.state("idle")
    if let pid = before.first {
      #expect(["running", "starting", "crashed", "stopped"].contains(state), "\(moment): \(state)")
      if state != "running" {
        // It came up after the look, or is about to.
        try await box.wait("\(moment): a machine with a record, not \(state)", timeout: .seconds(10)) {
          let now = try await box.state("idle")
          return now == "running" || box.machines("idle").isEmpty
        }
      }
      if !box.machines("idle").isEmpty { #expect(try await box.pid("idle") == pid, "\(moment)") }
    }
    let start = try await box.vmrun("start", "idle")
    #expect(start.status == 0, "\(moment): \(start)")
    #expect(box.machines("idle").count == 1, "\(moment)")
    #expect(try await box.state("idle") == "running", "\(moment)")
  }

  @Test func `at any moment, the first start and later ones`() async throws {
    try await Sandbox.with { box in
      try box.idleProfile()
      var delay = 0
      while delay <= 240 {
        for isFirst in [true, false] {
          if isFirst {
            _ = try await box.vmrun("delete", "--yes", "--force", "idle")
            _ = try? FileManager.default.removeItem(atPath: box.root + "/data/vmrun/ssh")
          } else {
            try await box.must("kill", "idle")
          }
          let start = try box.launch("start", "idle")
          try await Task.sleep(for: .milliseconds(delay))
          start.send(SIGKILL)
          _ = try await start.result()
          try await expectSound(box, "\(isFirst ? "first" : "later") start, \(delay) ms")
        }
        delay += delay < 40 ? 4 : 20
      }
    }
  }

  /// Each program that a start runs, stopped in its middle.
  @Test(arguments: ["qemu-img", "xorrisofs", "genisoimage", "mkisofs", "ssh-keygen"])
  func `while another program works for it`(tool: String) async throws {
    guard let real = TestHost.path(of: tool) else { return }
    try await Sandbox.with { box in
      try box.idleProfile()
      for moment in ["before", "after"] {
        _ = try await box.vmrun("delete", "--yes", "--force", "idle")
        _ = try? FileManager.default.removeItem(atPath: box.root + "/data/vmrun/ssh")
        let mark = box.root + "/mark"
        unlink(mark)
        try box.tool(
          tool,
          moment == "before"
            ? "touch \(mark); sleep 1; exec \(real) \"$@\"" : "\(real) \"$@\"; touch \(mark); sleep 1; exit 0")
        let start = try box.launch("start", "idle", env: box.withTools)
        try await box.wait("\(tool)", timeout: .seconds(10)) { box.exists(mark) || !start.isRunning }
        let wasUsed = start.isRunning
        start.send(SIGKILL)
        _ = try await start.result()
        if !wasUsed { break }
        try await expectSound(box, "\(moment) \(tool)")
        // The tool itself may still be at work when the next start comes; nothing of it may disturb that.
        try await Task.sleep(for: .milliseconds(1200))
        #expect(try await box.state("idle") == "running")
        try await box.must("restart", "idle", "--time", "0")
        #expect(box.machines("idle").count == 1)
      }
    }
  }

  /// QEMU is slow to come up; vmrun is killed while it waits for the first answer.
  @Test(arguments: [0, 100, 300, 600, 900])
  func `while QEMU comes up`(delay: Int) async throws {
    let real = try #require(TestHost.path(of: "qemu-system-x86_64"))
    try await Sandbox.with { box in
      try box.idleProfile()
      let path = try box.tool("slow-qemu", "case \"$*\" in *-mon*) sleep 0.6 ;; esac\nexec \(real) \"$@\"")
      let slow: [String: String?] = ["VMRUN_QEMU": path]
      try await box.must("start", "idle", env: slow)
      try await box.must("kill", "idle")
      let start = try box.launch("start", "idle", env: slow)
      try await box.wait("the process") { !box.machines("idle").isEmpty || !start.isRunning }
      try await Task.sleep(for: .milliseconds(delay))
      start.send(SIGKILL)
      _ = try await start.result()
      // Whoever comes next finds it, although nobody waited for it.
      let next = try await box.vmrun("start", "idle", env: slow)
      #expect(next.status == 0, "\(next)")
      #expect(box.machines("idle").count == 1)
      try await box.must("wait", "idle", "--for", "running", "--timeout", "20")
      #expect(try await box.pid("idle") == box.machines("idle").first)
      try await box.must("stop", "idle", "--time", "0")
      #expect(box.machines("idle").isEmpty)
    }
  }

  @Test func `stop, kill, restart and delete killed at any moment leave a machine or none`() async throws {
    try await Sandbox.with { box in
      try box.idleProfile()
      for words in [
        ["stop", "idle", "--time", "0"], ["kill", "idle"], ["restart", "idle", "--time", "0"],
        ["delete", "idle", "--yes", "--force"],
      ] {
        for delay in stride(from: 4, through: 64, by: 12) {
          try await box.must("start", "idle")
          let command = try box.command([TestHost.vmrun] + words).start()
          try await Task.sleep(for: .milliseconds(delay))
          command.send(SIGKILL)
          _ = try await command.result()
          try await expectSound(box, "\(words[0]), \(delay) ms")
        }
      }
      let files = try FileManager.default.contentsOfDirectory(atPath: box.state + "/instances")
      try await box.must("delete", "idle", "--yes", "--force")
      #expect(files.filter { $0.hasPrefix(".deleted") }.count <= 6)
      #expect((try? FileManager.default.contentsOfDirectory(atPath: box.state + "/instances")) == [])
    }
  }
}
