import Foundation
import Testing

/// Host ports that somebody else has.
@Suite(.enabled(if: TestHost.canRunMachines, TestHost.withoutMachines))
struct PortTests {
  /// A port of this host on which this very process listens.
  private final class Listener {
    let descriptor: Int32
    let port: UInt16

    init() throws {
      descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      var length = socklen_t(MemoryLayout<sockaddr_in>.size)
      let descriptor = descriptor
      let done = withUnsafeMutablePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(descriptor, $0, length) == 0 && listen(descriptor, 1) == 0 && getsockname(descriptor, $0, &length) == 0
        }
      }
      guard done else { throw TestFailure("cannot listen") }
      port = UInt16(bigEndian: address.sin_port)
    }

    deinit { close(descriptor) }
  }

  @Test func `a port that the user chose and another process has is 1 and names the process`() async throws {
    try await Sandbox.with { box in
      let listener = try Listener()
      try box.idleProfile("idle", "nics: [{user: {forward: [\"\(listener.port):80\"]}}]\n")
      let result = try await box.vmrun("start", "idle")
      #expect(result.status == 1)
      #expect(
        result.error.contains(
          "the forward \(listener.port):80 of 'idle' cannot listen on tcp port \(listener.port): process '"),
        "\(result)")
      #expect(result.error.contains("(pid \(getpid())) has it"), "\(result)")
      #expect(box.machines("idle").isEmpty)
      #expect(try await box.state("idle") == "stopped")
    }
  }

  @Test func `a port that another machine has names that machine`() async throws {
    try await Sandbox.with { box in
      let port = try Listener().port
      for name in ["one", "two"] { try box.idleProfile(name, "nics: [{user: {forward: [\"\(port):22\"]}}]\n") }
      try await box.must("start", "one")
      let result = try await box.vmrun("start", "two")
      #expect(result.status == 1)
      #expect(result.error.contains("the machine 'one' has it"), "\(result)")
      // The first goes on, and the second starts when it is gone.
      #expect(try await box.state("one") == "running")
      try await box.must("kill", "one")
      try await box.must("start", "two")
    }
  }

  @Test func `a port that vmrun chose and that was taken meanwhile is no failed start`() async throws {
    try await Sandbox.with { box in
      try box.idleProfile("idle")
      try await box.must("start", "idle")
      func port() async throws -> Int {
        let forwards = try await box.status("idle")["forwards"] as? [[String: Any]]
        return try #require(forwards?.first?["hostPort"] as? Int)
      }
      let first = try await port()
      try await box.must("restart", "idle", "--time", "0")
      #expect(try await port() == first)
      try await box.must("kill", "idle")
      try box.idleProfile("thief", "nics: [{user: {forward: [\"\(first):22\"]}}]\n")
      try await box.must("start", "thief")
      try await box.must("start", "idle")
      #expect(try await port() != first)
    }
  }

  @Test(.enabled(if: !TestHost.isRoot, "root may use every port"))
  func `a port below 1024 is 77 for an ordinary user`() async throws {
    try await Sandbox.with { box in
      try box.idleProfile("idle", "nics: [{user: {forward: [\"81:80\"]}}]\n")
      #expect(try await box.vmrun("start", "idle").status == 77)
    }
  }
}
