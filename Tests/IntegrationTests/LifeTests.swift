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
      try await box.must("start", "web")
      #expect(try await box.guest("web", "cat /root/file") == "kept\n")
    }
  }
}
