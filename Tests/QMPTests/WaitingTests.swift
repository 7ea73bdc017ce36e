import JSON
import QMP
import QMPTestSupport
import Testing

@Suite("What waits, and how long", .timeLimit(.minutes(1)))
struct WaitingTests {
  @Test func `At most eight commands are in flight; the rest follow as answers come`() async throws {
    var script = PeerScript()
    script.on("slow", [])
    script.on("query-yank", [.answer([])])
    try await withPeer(script) { peer, connection async throws in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<20 { group.addTask { _ = try await connection.execute("slow") } }
        #expect(await peer.command("slow", count: 8) != nil)
        #expect(await peer.command("slow", count: 9, within: .milliseconds(100)) == nil)
        // Out of band goes past the full queue.
        #expect(try await connection.execute("query-yank", outOfBand: true) == [])
        #expect(await peer.commands.last?.isOutOfBand == true)
        for count in 1...20 {
          let command = try #require(await peer.command("slow", count: count))
          await peer.play(command.answer([:]))
          #expect(await peer.commands.count { $0.name == "slow" } <= count + 8)
        }
        try await group.waitForAll()
      }
    }
  }

  @Test func `A command that timed out keeps its place among the eight, and its late answer is dropped`() async throws {
    var script = PeerScript()
    script.on("slow", [])
    script.on("quick", [.answer("now")])
    try await withPeer(script) { peer, connection async throws in
      await withTaskGroup(of: QMPError?.self) { group in
        for _ in 0..<8 {
          group.addTask {
            await failure { try await connection.execute("slow", timeout: .milliseconds(50)) }
          }
        }
        for await error in group { #expect(error == .timedOut(command: "slow", after: .milliseconds(50))) }
      }
      await #expect(throws: QMPError.timedOut(command: "quick", after: .milliseconds(50))) {
        try await connection.execute("quick", timeout: .milliseconds(50))
      }
      #expect(await peer.commands.allSatisfy { $0.name != "quick" })
      await peer.play(try #require(await peer.command("slow")).answer("late"))
      #expect(try await connection.execute("quick") == "now")
    }
  }

  @Test
  func `Deadlines are kept one by one, a short one beside a long one, and the text says that the outcome is unknown`()
    async throws
  {
    var script = PeerScript()
    script.on("slow", [])
    try await withPeer(script) { peer, connection async throws in
      let start = ContinuousClock.now
      let long = Task { try await connection.execute("slow", timeout: .seconds(50)) }
      #expect(await peer.command("slow") != nil)
      let short = await #expect(throws: QMPError.self) {
        try await connection.execute("slow", timeout: .milliseconds(100))
      }
      #expect(short?.description == "no answer to 'slow' within 0.1 s: whether it took effect is unknown")
      let elapsed = ContinuousClock.now - start
      #expect(elapsed >= .milliseconds(100) && elapsed < .seconds(40))
      // The timer that the short one had is set again for what is left.
      let third = await failure { try await connection.execute("slow", timeout: .milliseconds(150)) }
      #expect(third == .timedOut(command: "slow", after: .milliseconds(150)))
      await peer.play(try #require(await peer.command("slow")).answer("at last"))
      #expect(try await long.value == "at last")
    }
  }

  @Test func `A deadline beyond all clocks is no deadline, and one in the past ends at once`() async throws {
    var script = PeerScript()
    script.on("quick", [.answer("now")])
    script.on("slow", [])
    try await withPeer(script) { _, connection async throws in
      #expect(try await connection.execute("quick", timeout: .seconds(Int64.max)) == "now")
      await #expect(throws: QMPError.timedOut(command: "slow", after: .seconds(-5))) {
        try await connection.execute("slow", timeout: .seconds(-5))
      }
    }
  }

  @Test func `A cancelled task stops to wait, others are not touched, and one cancelled before sends nothing`()
    async throws
  {
    var script = PeerScript()
    script.on("slow", [])
    script.on("quick", [.answer("now")])
    try await withPeer(script) { peer, connection async throws in
      let task = Task { try await connection.execute("slow", timeout: .seconds(50)) }
      #expect(await peer.command("slow") != nil)
      task.cancel()
      await #expect(throws: QMPError.cancelled(command: "slow")) { try await task.value }
      #expect(try await connection.execute("quick") == "now")
      let before = Task {
        withUnsafeCurrentTask { $0?.cancel() }
        return try await connection.execute("never")
      }
      await #expect(throws: QMPError.cancelled(command: "never")) { try await before.value }
      #expect(await peer.commands.allSatisfy { $0.name != "never" })
    }
  }

  @Test func `The end of the connection fails all that waits and all that comes later, and ends the events`()
    async throws
  {
    var script = PeerScript()
    script.on("slow", [])
    try await withPeer(script) { peer, connection async throws in
      let events = connection.events()
      await withTaskGroup(of: QMPError?.self) { group in
        for _ in 0..<20 {
          group.addTask { await failure { try await connection.execute("slow") } }
        }
        #expect(await peer.command("slow", count: 8) != nil)
        await peer.play(.event("SHUTDOWN", ["reason": "host-signal"]), .close)
        for await error in group { #expect(error == .disconnected("QEMU closed the connection")) }
      }
      // What came before the end is not lost.
      #expect(await names(events, until: "none") == ["SHUTDOWN"])
      #expect(await names(connection.events(), until: "none") == [])
      await #expect(throws: QMPError.disconnected("QEMU closed the connection")) { try await connection.execute("x") }
    }
  }

  @Test func `Closing says so to whoever waits, and closing twice is no harm`() async throws {
    var script = PeerScript()
    script.on("slow", [])
    try await withPeer(script) { peer, connection async throws in
      let slow = Task { try await connection.execute("slow") }
      #expect(await peer.command("slow") != nil)
      await connection.close()
      await connection.close()
      await #expect(throws: QMPError.disconnected("the connection was closed")) { try await slow.value }
    }
  }

  @Test func `An answer that arrives together with the end of file counts`() async throws {
    var script = PeerScript()
    script.on("quit", [.answer(), .event("SHUTDOWN"), .close])
    try await withPeer(script) { _, connection async throws in
      #expect(try await connection.execute("quit") == [:])
    }
    script.on("quit", [.close])
    try await withPeer(script) { _, connection in try await connection.quit() }
  }
}
