import Foundation
import Testing

/// What other tools read.
@Suite(.enabled(if: TestHost.canRunMachines, TestHost.withoutMachines))
struct JSONTests {
  private static let listKeys: Set = [
    "name", "state", "profile", "accelerator", "memory", "smp", "pid", "uptime", "forwards",
  ]

  private func keys(_ value: Any?) -> Set<String> { Set((value as? [String: Any] ?? [:]).keys) }

  @Test func `list and status have their stable keys, running or not`() async throws {
    try await Sandbox.with { box in
      try box.idleProfile("idle", "smp: 2\nnics: [{user: {forward: [ssh, \"0:53/udp\"]}}, {none: }]\n")
      for isRunning in [false, true, false] {
        let text = try await box.must("list", "--format", "json").output
        let rows = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
        #expect(rows.count == 1)
        #expect(keys(rows[0]) == Self.listKeys)
        let status = try await box.status("idle")
        #expect(
          keys(status)
            == Self.listKeys.union(["reason", "acceleratorReason", "qemuVersion", "nics", "disks", "sockets"]))
        for row in [rows[0], status] {
          #expect(row["name"] as? String == "idle")
          #expect(row["state"] as? String == (isRunning ? "running" : "stopped"))
          #expect((row["profile"] as? String)?.hasSuffix("/p/Profiles/idle.yml") == true)
          #expect(row["memory"] as? Int == 64 << 20)
          #expect(row["smp"] as? Int == 2)
          #expect(row["pid"] is NSNull == !isRunning)
          #expect(row["uptime"] is NSNull == !isRunning)
        }
        if isRunning {
          let forwards = try #require(status["forwards"] as? [[String: Any]])
          #expect(forwards.map { $0["protocol"] as? String } == ["tcp", "udp"])
          #expect(keys(forwards[0]) == ["protocol", "hostAddress", "hostPort", "guestPort"])
          let nics = try #require(status["nics"] as? [[String: Any]])
          #expect(keys(nics[0]).isSuperset(of: ["id", "model", "mac", "attachment", "link"]))
          #expect(nics.map { $0["link"] as? String } == ["up", "down"])
          let sockets = try #require(status["sockets"] as? [String: Any])
          #expect((sockets["qmp"] as? [String])?.allSatisfy { box.exists($0) } == true)
          #expect((sockets["console"] as? String).map { box.exists($0) } == true)
          try await box.must("stop", "idle", "--time", "0")
        } else {
          try await box.must("start", "idle")
          if try await box.status("idle")["uptime"] is NSNull { Issue.record("a running machine has no uptime") }
        }
        if isRunning { break }
      }
      #expect(try await box.must("list", "--format", "yaml").output.contains("- name: idle\n"))
      #expect(try await box.must("status", "idle", "--format", "yaml").output.contains("state: stopped\n"))
    }
  }

  @Test func `doctor has its stable keys and tells of the accelerator`() async throws {
    try await Sandbox.with { box in
      let result = try await box.vmrun("doctor", "--format", "json")
      #expect(result.status == 0, "\(result)")
      let report = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
      #expect(keys(report) == ["accelerator", "checks"])
      #expect(keys(report?["accelerator"]) == ["selected", "reason"])
      let checks = try #require(report?["checks"] as? [[String: Any]])
      for check in checks {
        #expect(keys(check) == ["id", "status", "message", "fix"])
        #expect(["ok", "warn", "fail"].contains(check["status"] as? String))
      }
      let without = try await box.vmrun("doctor", env: ["PATH": "\(box.root)/bin"])
      #expect(without.status == 69)
      #expect(without.output.contains("fail"))
    }
  }
}
