import Foundation
import Testing

/// What the other tests see of the host's QEMU, with QEMU 10.
/// The wait for a turn among the machines counts into the limit of time.
@Suite(.enabled(if: TestHost.canRunMachines, TestHost.withoutMachines), .timeLimit(.minutes(60)))
struct NewerQEMUTests {
  @Test(
    .enabled("QEMU 10 can't be had here: it takes mmdebstrap and the packages of Debian 13") {
      await NewerQEMU.programs() != nil
    })
  func `a guest runs, the monitor knows its commands, and cards come and go`() async throws {
    let programs = try #require(await NewerQEMU.programs())
    try await Sandbox.with { sandbox in
      var box = sandbox
      box.environment["PATH"] = "\(programs):\(TestHost.searchPath)"
      try box.tinyProfile()
      try await box.must("start", "web")
      #expect((try await box.status("web")["qemuVersion"] as? String)?.hasPrefix("10.") == true)
      #expect(try await box.guest("web", "uname -s") == "Linux\n")

      let wrong = try await box.vmrun("monitor", "web", "-c", "netdev_add type=user id=n1 hostfw=x")
      #expect(wrong.status == 64)
      #expect(wrong.error.contains("hostfwd"), "\(wrong.error)")
      let script = try await box.must(
        "monitor", "web", "--format", "json", "-c", "query-status", "-c", "hmp info network", "-c", "pci",
        "-c", "help device_add", "-c", "query-cpu-model-expansion type=full model.name=max", "-c", "nic list")
      #expect(script.output.contains(#""status":"running""#))

      for (index, model) in ["e1000", "rtl8139", "virtio"].enumerated() {
        try await box.must("nic", "add", "web", "model=\(model)", "user")
        let network = "10.0.\(3 + index)"
        try await box.wait("the guest has \(network).15", timeout: .seconds(40)) {
          try await box.guest("web", "ip addr").contains("inet \(network).15/")
        }
        #expect(try await box.guest("web", "ping -c 1 -W 5 \(network).2").contains("1 packets received"))
      }
      for id in ["nic1", "nic2", "nic3"] {
        let removed = try await box.must("nic", "remove", "web", id, "--timeout", "30")
        #expect(removed.error.hasSuffix("web: \(id) is removed\n"))
      }
      #expect(try await box.guest("web", "ls -d /sys/class/net/*/device | wc -l") == "1\n")
      let stopped = try await box.must("stop", "web")
      #expect(stopped.error.contains("the guest shut down"), "\(stopped.error)")
    }
  }
}
