import Foundation
import Testing

/// `vmrun run`, the start that stays, for systemd and CI.
@Suite(.enabled(if: TestHost.canRunMachines, TestHost.withoutMachines))
struct RunTests {
  private func started(_ box: Sandbox, _ name: String, _ words: String...) async throws -> RunningCommand {
    let run = try box.command([TestHost.vmrun, "run", name] + words).start()
    try await box.wait("the machine") { run.error.contains("running under") || !run.isRunning }
    #expect(run.isRunning, "\(run.error)")
    return run
  }

  @Test(arguments: [SIGTERM, SIGINT, SIGHUP])
  func `a signal to vmrun ends QEMU, and its status is passed on`(signal: Int32) async throws {
    try await Sandbox.with { box in
      try box.idleProfile()
      let run = try await started(box, "idle")
      run.send(signal)
      let result = try await run.result(timeout: .seconds(20))
      // QEMU ends in an orderly way when it is told to by a signal, with status 0.
      #expect(result.status == 0)
      #expect(box.machines("idle").isEmpty)
      #expect(
        try await box.status("idle")["reason"] as? String
          == "QEMU was ended by a signal (SIGTERM, SIGINT or SIGHUP)")
    }
  }

  @Test func `a killed QEMU is status 137, a machine that runs already is refused`() async throws {
    try await Sandbox.with { box in
      try box.idleProfile()
      let run = try await started(box, "idle")
      let second = try await box.vmrun("run", "idle")
      #expect(second.status == 1)
      #expect(second.error == "vmrun: 'idle' is running already: stop it with `vmrun stop idle`\n")
      kill(try await box.pid("idle"), SIGKILL)
      #expect(try await run.result().status == 137)
      #expect(try await box.state("idle") == "crashed")

      let ephemeral = try await started(box, "idle", "--ephemeral")
      try await box.must("stop", "idle", "--time", "0")
      #expect(try await ephemeral.result().status == 0)
    }
  }

  @Test func `a guest that powers off is status 0`() async throws {
    try await Sandbox.with { box in
      try box.tinyProfile()
      let run = try await started(box, "web")
      try await box.guest("web", "(sleep 1; poweroff) >/dev/null 2>&1 &")
      #expect(try await run.result().status == 0)
      #expect(try await box.status("web")["reason"] as? String == "the guest shut itself down")
    }
  }

  @Test func `when vmrun itself is killed the machine goes on and can be managed`() async throws {
    try await Sandbox.with { box in
      try box.idleProfile()
      let run = try await started(box, "idle")
      run.send(SIGKILL)
      _ = try await run.result()
      #expect(try await box.state("idle") == "running")
      try await box.must("pause", "idle")
      try await box.must("stop", "idle", "--time", "0")
      #expect(box.machines("idle").isEmpty)
    }
  }
}
