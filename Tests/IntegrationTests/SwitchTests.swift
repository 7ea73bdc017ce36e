import Foundation
import Testing

/// Machines on switches of Virtual Distributed Ethernet.
@Suite(
  .enabled(if: TestHost.canRunMachines, TestHost.withoutMachines),
  .enabled(if: TestHost.has("vde_switch"), "vde_switch is not installed"))
struct SwitchTests {
  private func switches(_ box: Sandbox) -> [Int32] {
    box.processes(naming: "\(box.runtime)/vmrun/.vde/").filter { pid in
      box.read("/proc/\(pid)/comm") == "vde_switch\n"
    }
  }

  @Test func `a switch comes with its first machine and goes with its last`() async throws {
    try await Sandbox.with(exclusive: true) { box in
      try box.pair("vde: lab", "vde: lab")
      try await box.startAndPing()
      #expect(switches(box).count == 1)
      #expect(try await box.must("nic", "list", "a").output.contains("vde lab "))
      try await box.must("stop", "a")
      #expect(switches(box).count == 1)
      // However the last one ends.
      kill(try await box.pid("b"), SIGKILL)
      try await box.wait("the switch ends") { switches(box).isEmpty }

      // One that is about to end is not joined.
      for _ in 0..<5 {
        try await box.must("start", "a")
        kill(try await box.pid("a"), SIGKILL)
        // A QEMU that has not quite ended is a machine that runs.
        try await box.wait("QEMU ends") { try await box.status("a")["pid"] as? Int == nil }
      }
      try await box.must("start", "a")
      try await box.must("start", "b")
      try await box.pingBoth()
    }
  }

  @Test func `two starts at the same time share one switch`() async throws {
    try await Sandbox.with(exclusive: true) { box in
      for name in ["a", "b", "c", "d"] { try box.idleProfile(name, "nics: [{vde: lab}]\n") }
      let starts = try ["a", "b", "c", "d"].map { try box.launch("start", $0) }
      for start in starts {
        let result = try await start.result()
        #expect(result.status == 0, "\(result)")
      }
      #expect(switches(box).count == 1)
      for name in ["a", "b", "c", "d"] { try await box.must("kill", name) }
      try await box.wait("the switch ends") { switches(box).isEmpty }
    }
  }

  @Test func `a card that comes later keeps the switch as well`() async throws {
    try await Sandbox.with { box in
      try box.idleProfile()
      try await box.must("start", "idle")
      let added = try await box.must("nic", "add", "idle", "vde=lab")
      #expect(added.output.contains("on vde lab"), "\(added)")
      #expect(switches(box).count == 1)
      try await box.must("kill", "idle")
      try await box.wait("the switch ends") { switches(box).isEmpty }
    }
  }

  @Test func `a switch of somebody else's is used where it is, and missed where it is not`() async throws {
    try await Sandbox.with { box in
      let path = "\(box.root)/vde.ctl"
      try box.idleProfile("idle", "nics: [{vde: \(path)}]\n")
      let missing = try await box.vmrun("start", "idle")
      #expect(missing.status == 1)
      #expect(
        missing.error.contains(
          "nic0 of 'idle': there is no VDE switch at \(path): start it with `vde_switch -daemon -sock \(path)`, or write "
            + "a name in place of the path"), "\(missing)")
      let program = try #require(TestHost.path(of: "vde_switch"))
      let started = try await box.shell("\(program) -daemon -sock \(path) -pidfile \(box.root)/vde.pid")
      #expect(started.status == 0)
      let pid = try #require(Int32((box.read("vde.pid") ?? "").trimmingCharacters(in: .whitespacesAndNewlines)))
      defer { kill(pid, SIGTERM) }
      try await box.must("start", "idle")
      try await box.must("kill", "idle")
      #expect(kill(pid, 0) == 0)
      kill(pid, SIGKILL)
      try await box.wait("it ends") { box.processes(naming: path).isEmpty }
      let ended = try await box.vmrun("start", "idle")
      #expect(ended.error.contains("the VDE switch at \(path) has ended"), "\(ended)")
    }
  }

  @Test(.enabled(if: TestHost.path(of: "vde_switch")?.contains("sbin") != true, "vde_switch is where PATH has no say"))
  func `without the program the package is named`() async throws {
    try await Sandbox.with { box in
      try box.idleProfile("idle", "nics: [{vde: lab}]\n")
      let few = try await box.fewTools()
      let result = try await box.vmrun("start", "idle", env: ["PATH": few])
      #expect(result.status == 69)
      #expect(
        result.error.contains("nic0 of 'idle': 'vde_switch' is not on this host: install it with `apt install vde2`"),
        "\(result)")
    }
  }
}
