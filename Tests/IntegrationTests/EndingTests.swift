import Foundation
import Testing

/// However a machine ended, the next look says so and why.
@Suite(.enabled(if: TestHost.canRunMachines, TestHost.withoutMachines))
struct EndingTests {
  /// Waits until QEMU is gone, and returns state and reason.
  private func ending(_ box: Sandbox, _ name: String, timeout: Duration = .seconds(60)) async throws -> String {
    try await box.must("wait", name, "--for", "stopped", "--timeout", "\(timeout.components.seconds)")
    let status = try await box.status(name)
    #expect(status["pid"] is NSNull)
    #expect((status["forwards"] as? [Any])?.isEmpty == true)
    let listed = try await box.must("list", "--format", "json").output
    #expect(listed.contains("\"state\": \"\(status["state"] ?? "")\""))
    return "\(status["state"] ?? "-"): \(status["reason"] ?? "-")"
  }

  @Test func `a guest that powers off, reboots or panics is seen as just that`() async throws {
    try await Sandbox.with { box in
      try box.tinyProfile()
      try await box.must("start", "web")
      let pid = try await box.pid("web")
      try await box.guest("web", "(sleep 1; reboot) >/dev/null 2>&1 &")
      try await Task.sleep(for: .seconds(2))
      try await box.must("wait", "web", "--for", "ssh")
      try await box.wait("the new boot") {
        let up = try await box.guest("web", "cut -d. -f1 /proc/uptime")
        return Int(up.trimmingCharacters(in: .whitespacesAndNewlines)).map { $0 < 60 } ?? false
      }
      #expect(try await box.pid("web") == pid)
      #expect(try await box.state("web") == "running")

      try await box.guest("web", "(sleep 1; poweroff) >/dev/null 2>&1 &")
      #expect(try await ending(box, "web") == "stopped: the guest shut itself down")

    }
  }

  @Test func `a guest whose kernel panics reboots, or is seen as crashed where it was told to stay`() async throws {
    try await Sandbox.with { box in
      try box.tinyProfile()
      try await box.must("start", "web")
      let panic = "(sleep 1; echo c > /proc/sysrq-trigger) >/dev/null 2>&1 &"
      // The image's kernel reboots at once (`panic=-1`).
      try await box.guest("web", "touch /tmp/before; \(panic)")
      try await box.wait("the panic", timeout: .seconds(40)) {
        box.read(box.instance("web") + "/events.out")?.contains("GUEST_PANICKED") == true
      }
      try await box.wait("the reboot") { try await box.state("web") == "running" }
      #expect(try await box.guest("web", "ls /tmp/before 2>/dev/null; true") == "")

      try await box.guest("web", "echo 0 > /proc/sys/kernel/panic; \(panic)")
      try await box.wait("the second panic", timeout: .seconds(40)) { try await box.state("web") == "crashed" }
      let status = try await box.status("web")
      #expect(status["reason"] as? String == "the guest's kernel panicked, and QEMU still runs")
      #expect(status["pid"] is Int)
      let ssh = try await box.vmrun("ssh", "web", "--", "true")
      #expect(ssh.status == 1)
      #expect(ssh.error.contains("the guest's kernel panicked"))
      #expect(ssh.error.contains("`vmrun restart web`"))
      let start = try await box.must("start", "web")
      #expect(start.error.contains("vmrun restart web"))
      #expect(try await box.must("stop", "web").duration < .seconds(15))
    }
  }

  @Test func `kill -9 of QEMU is a crash, and the next start works`() async throws {
    try await Sandbox.with { box in
      try box.idleProfile()
      try await box.must("start", "idle")
      kill(try await box.pid("idle"), SIGKILL)
      #expect(
        try await ending(box, "idle") == "crashed: QEMU was killed or failed, without a word in its log")
      try await box.must("start", "idle")
      #expect(try await box.state("idle") == "running")
      #expect(box.machines("idle").count == 1)
    }
  }

  @Test func `a signal, vmrun kill and 'quit' on a monitor are told apart`() async throws {
    try await Sandbox.with { box in
      try box.idleProfile()
      try await box.must("start", "idle")
      kill(try await box.pid("idle"), SIGTERM)
      #expect(
        try await ending(box, "idle") == "stopped: QEMU was ended by a signal (SIGTERM, SIGINT or SIGHUP)")

      try await box.must("start", "idle")
      #expect(try await box.must("kill", "idle").error == "idle: killed\n")
      #expect(try await ending(box, "idle") == "stopped: ended by `vmrun kill`")
      #expect(try await box.must("kill", "idle").error == "idle: was not running\n")

      try await box.must("start", "idle")
      #expect(
        try await box.must("stop", "idle", "--time", "0").error
          == "idle: stopped without asking the guest (--time 0)\n")
      #expect(try await ending(box, "idle") == "stopped: ended by `vmrun stop`")

      try await box.must("start", "idle")
      let late = try await box.must("stop", "idle", "--time", "1")
      #expect(late.error == "idle: stopped; the guest had not shut down within 1 s, so QEMU was told to quit\n")
      #expect(try await ending(box, "idle") == "stopped: ended by `vmrun stop`, as the guest did not shut down")
      #expect(try await box.must("stop", "idle").error == "idle: was not running\n")
    }
  }

  @Test(.enabled(if: TestHost.has("socat"), "socat is not installed"))
  func `people can talk to a monitor themselves, and vmrun uses another`() async throws {
    try await Sandbox.with { box in
      try box.idleProfile()
      try await box.must("start", "idle")
      let socket = box.sockets("idle") + "/qmp0.sock"
      // Holds the first monitor, without a lock of ours.
      let holder = try box.command(["socat", "-t100", "EXEC:sleep 30", "UNIX-CONNECT:\(socket)"]).start()
      try await Task.sleep(for: .milliseconds(300))
      #expect(try await box.state("idle") == "running")
      holder.send(SIGKILL)
      _ = try await holder.result()
      let talk = try await box.shell(
        #"printf '{"execute":"qmp_capabilities"}\n{"execute":"quit"}\n' | socat -t5 - UNIX-CONNECT:"# + socket)
      #expect(talk.output.contains("\"QMP\""))
      #expect(try await ending(box, "idle") == "stopped: ended by 'quit' on its monitor")
    }
  }

  @Test func `a QEMU that hangs is reported, and stop and kill still end it`() async throws {
    try await Sandbox.with { box in
      try box.idleProfile()
      for verb in ["stop", "kill"] {
        try await box.must("start", "idle")
        let pid = try await box.pid("idle")
        kill(pid, SIGSTOP)
        let status = try await box.vmrun("status", "idle")
        #expect(status.status == 75)
        #expect(status.error.hasPrefix("vmrun: no monitor of 'idle' answers"))
        #expect(try await box.must("list").duration < .seconds(5))
        let result = try await box.must(verb, "idle")
        #expect(result.error.contains("killed"))
        #expect(box.machines("idle").isEmpty)
      }
    }
  }
}
