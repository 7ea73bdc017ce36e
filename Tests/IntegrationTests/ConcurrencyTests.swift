import Foundation
import Testing

/// Many vmruns at once.
@Suite(.enabled(if: TestHost.canRunMachines, TestHost.withoutMachines))
struct ConcurrencyTests {
  @Test func `twenty concurrent starts give one QEMU, and all succeed`() async throws {
    try await Sandbox.with(exclusive: true) { box in
      try box.idleProfile()
      // Nothing is known yet: the first of them asks QEMU, tries KVM and makes the key.
      let starts = try (0..<20).map { _ in try box.launch("start", "idle", env: ["XDG_CACHE_HOME": box.root + "/cache"])
      }
      var started = 0
      for start in starts {
        let result = try await start.result(timeout: .seconds(120))
        #expect(result.status == 0, "\(result)")
        if result.error.contains("running under") { started += 1 }
      }
      #expect(started == 1)
      #expect(box.machines("idle").count == 1)
      #expect(try await box.state("idle") == "running")
    }
  }

  @Test func `starts, stops, lists and deletes at the same time break nothing`() async throws {
    try await Sandbox.with(exclusive: true) { box in
      try box.idleProfile()
      try await box.must("start", "idle")
      let verbs = [
        ["start", "idle"], ["stop", "idle", "--time", "0"], ["list"], ["status", "idle"], ["kill", "idle"],
        ["start", "idle"], ["wait", "idle", "--for", "running", "--timeout", "1"],
        ["delete", "idle", "--yes", "--force"], ["pause", "idle"], ["logs", "idle"],
      ]
      for _ in 0..<4 {
        let running = try verbs.shuffled().map { try box.command([TestHost.vmrun] + $0).start() }
        for command in running {
          let result = try await command.result(timeout: .seconds(120))
          // Whatever came first decides whether there was something to do; nothing may break.
          #expect([0, 1, 75].contains(result.status), "\(result)")
          if result.status == 1 {
            let words = ["is not running", "never started", "has no log", "there is no instance"]
            #expect(words.contains { result.error.contains($0) }, "\(result)")
          }
          #expect(!result.error.contains("No such file"), "\(result)")
        }
        #expect(box.machines("idle").count <= 1)
      }
      try await box.must("start", "idle")
      #expect(box.machines("idle").count == 1)
      #expect(try await box.state("idle") == "running")
    }
  }

  @Test func `twenty machines are listed in less than a second`() async throws {
    try await Sandbox.with(exclusive: true) { box in
      let names = (0..<20).map { "m\($0)" }
      for name in names { try box.idleProfile(name) }
      let start = try await box.command([TestHost.vmrun, "start"] + names).run(timeout: .seconds(180))
      #expect(start.status == 0, "\(start)")
      let list = try await box.must("list", "--format", "json")
      #expect(list.duration < .seconds(1))
      let rows = try #require(try JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [[String: Any]])
      #expect(rows.allSatisfy { $0["state"] as? String == "running" })
      #expect(Set(rows.compactMap { $0["pid"] as? Int }).count == 20)
      // Twenty machines, twenty addresses and twenty ports.
      var addresses: Set<String> = []
      for name in names {
        let nics = try await box.status(name)["nics"] as? [[String: Any]]
        if let mac = nics?.first?["mac"] as? String { addresses.insert(mac) }
      }
      #expect(addresses.count == 20)
      let ports = rows.compactMap { ($0["forwards"] as? [[String: Any]])?.first?["hostPort"] as? Int }
      #expect(Set(ports).count == 20)
      let stop = try await box.command([TestHost.vmrun, "kill"] + names).run()
      #expect(stop.status == 0, "\(stop)")
    }
  }
}
