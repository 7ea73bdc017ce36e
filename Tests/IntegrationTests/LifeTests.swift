import Foundation
import Testing

/// A guest's life from the first start to the second, by the commands that people type.
@Suite(.enabled(if: TestHost.canRunMachines, TestHost.withoutMachines))
struct LifeTests {
  @Test func `what the guest writes is there after stop and start`() async throws {
    try await Sandbox.with { box in
      try box.tinyProfile()
      let started = try await box.must("start", "web")
      #expect(started.output == "")
      #expect(started.error.hasPrefix("web: running under "))
      try await box.must("wait", "web", "--for", "ssh")
      try await box.guest("web", "echo kept > /root/file; sync")
      let stopped = try await box.must("stop", "web")
      #expect(stopped.error == "web: the guest shut down\n")
      #expect(try await box.state("web") == "stopped")
      #expect(try await box.status("web")["reason"] as? String == "the guest shut down when asked to")
      try await box.must("start", "web")
      #expect(try await box.guest("web", "cat /root/file") == "kept\n")

      // A second start changes nothing, and deleting makes it anew.
      let pid = try await box.pid("web")
      let again = try await box.must("start", "web")
      #expect(again.error == "web: is running already (pid \(pid))\n")
      try await box.must("delete", "web", "--force", "--yes")
      #expect(!box.exists(box.instance("web")))
      #expect(try await box.must("list", "-q").output == "web\n")
      try await box.must("start", "web")
      #expect(try await box.guest("web", "ls /root/file 2>/dev/null; true") == "")
    }
  }

  @Test func `restart asks the guest, and a restarted machine keeps disk and ports`() async throws {
    try await Sandbox.with { box in
      try box.tinyProfile("web", "nics: [{user: {forward: [ssh, \"0:80\"]}}]\n")
      try await box.must("start", "web")
      try await box.guest("web", "echo kept > /root/file")
      let before = try await box.status("web")
      let result = try await box.must("restart", "web")
      #expect(result.error.contains("web: running under "))
      let after = try await box.status("web")
      #expect(after["pid"] as? Int != before["pid"] as? Int)
      #expect(NSArray(array: after["forwards"] as? [Any] ?? []) == NSArray(array: before["forwards"] as? [Any] ?? [1]))
      // A guest that was asked has written its files out; no sync was called.
      #expect(try await box.guest("web", "cat /root/file") == "kept\n")
    }
  }

  @Test func `an ephemeral run leaves nothing behind, and no file while it runs`() async throws {
    try await Sandbox.with { box in
      try box.tinyProfile()
      try await box.must("start", "web", "--ephemeral")
      #expect(!box.exists(box.instance("web") + "/ephemeral.qcow2"))
      #expect(!box.exists(box.instance("web") + "/disk.qcow2"))
      let disks = try await box.status("web")["disks"] as? [[String: Any]]
      #expect(disks?.first?["ephemeral"] as? Bool == true)
      try await box.guest("web", "echo gone > /root/file; sync")
      try await box.must("stop", "web")

      try await box.must("start", "web")
      #expect(try await box.guest("web", "ls /root/file 2>/dev/null; echo kept > /root/own; sync") == "")
      try await box.must("stop", "web")

      // On top of the machine's own disk: it is read, and stays as it is.
      try await box.must("start", "web", "--ephemeral")
      #expect(try await box.guest("web", "cat /root/own; echo gone > /root/own; sync") == "kept\n")
      kill(try await box.pid("web"), SIGKILL)
      try await box.wait("the end of QEMU") { box.machines("web").isEmpty }
      let files = try FileManager.default.contentsOfDirectory(atPath: box.instance("web"))
      #expect(files.filter { $0.hasSuffix(".qcow2") } == ["disk.qcow2"])
      try await box.must("start", "web")
      #expect(try await box.guest("web", "cat /root/own") == "kept\n")
    }
  }

  @Test func `a paused guest does nothing until it is resumed`() async throws {
    try await Sandbox.with { box in
      try box.tinyProfile()
      try await box.must("start", "web")
      try await box.guest("web", "(while true; do date +%s.%N > /tmp/clock; sleep 0.05; done) >/dev/null 2>&1 &")
      #expect(try await box.must("pause", "web").error == "web: paused\n")
      #expect(try await box.state("web") == "paused")
      #expect(try await box.must("list", "--format", "json").output.contains("\"state\": \"paused\""))
      #expect(try await box.must("pause", "web").error == "web: its processors stand still already\n")
      let refused = try await box.vmrun("ssh", "web", "--timeout", "1", "--", "true")
      #expect(refused.status == 1)
      #expect(refused.error == "vmrun: 'web' is paused: let it go on with `vmrun resume web`\n")
      #expect(try await box.must("resume", "web").error == "web: running again\n")
      #expect(try await box.state("web") == "running")
      #expect(try await box.must("resume", "web").error == "web: was not paused\n")
      #expect(try await box.guest("web", "cat /tmp/clock") != "")
      // A paused machine hears the power button too.
      try await box.must("pause", "web")
      #expect(try await box.must("stop", "web").error == "web: the guest shut down\n")
    }
  }
}
