import Foundation
import Testing

/// `vmrun command`: what it prints can be pasted.
@Suite(.enabled(if: TestHost.canRunMachines, TestHost.withoutMachines))
struct CommandTests {
  @Test(.enabled(if: TestHost.has("socat"), "socat is not installed"))
  func `the printed command boots the guest, and vmrun says who has the disk`() async throws {
    try await Sandbox.with { box in
      try box.tinyProfile()
      let text = try await box.must("command", "web").output
      let hand = try box.command(["/bin/sh", "-c", "exec \(text)"]).start()
      let socket = box.sockets("web") + "/qmp0.sock"
      try await box.wait("the monitor") { box.exists(socket) }
      let answer = try await box.shell(
        #"(printf '{"execute":"qmp_capabilities"}\n{"execute":"query-status"}\n'; sleep 2) | socat -t2 - UNIX-CONNECT:"#
          + socket)
      #expect(answer.output.contains("\"running\": true"), "\(answer)")
      try await box.wait("the guest", timeout: .seconds(60)) {
        box.read(box.instance("web") + "/console.log")?.contains("web login:") == true
      }

      let refused = try await box.vmrun("start", "web")
      #expect(refused.status == 1)
      #expect(refused.error.contains("another QEMU uses this disk"), "\(refused)")
      #expect(hand.isRunning)
      hand.send(SIGTERM)
      #expect(try await hand.result().status == 0)
      try await box.must("start", "web")
      #expect(try await box.guest("web", "echo up") == "up\n")

      // Of a running machine: as it runs.
      let port = try #require(
        ((try await box.status("web")["forwards"] as? [[String: Any]])?.first)?["hostPort"] as? Int)
      #expect(try await box.must("command", "web").output.contains("tcp:127.0.0.1:\(port)-:22"))
    }
  }

  @Test func `as JSON it is an array of the same words`() async throws {
    try await Sandbox.with { box in
      try box.idleProfile("it", "description: \"it's\"\nnics: []\n")
      let text = try await box.must("command", "it", "--format", "json").output
      let words = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String])
      #expect(words[0].hasSuffix("/qemu-system-x86_64"))
      let shell = try await box.must("command", "it").output
      let printed = try await box.shell("printf '%s\\n' \(shell)").output
      #expect(printed == words.joined(separator: "\n") + "\n")
    }
  }
}
