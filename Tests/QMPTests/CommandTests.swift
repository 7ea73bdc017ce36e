import Glibc
import JSON
import QMP
import QMPTestSupport
import Testing

@Suite("Commands", .timeLimit(.minutes(1)))
struct CommandTests {
  @Test func `Each command has an id of its own, and its own answer, in whatever order they come`() async throws {
    var script = PeerScript()
    script.on("first", [])
    script.on("second", [.answer("two")])
    try await withPeer(script) { peer, connection async throws in
      let first = Task { try await connection.execute("first") }
      #expect(await peer.command("first") != nil)
      #expect(try await connection.execute("second") == "two")
      let received = try #require(await peer.command("first"))
      await peer.play(received.answer("one"))
      #expect(try await first.value == "one")
      let other = try #require(await peer.command("second"))
      #expect(received.id != other.id)
    }
  }

  @Test func `An id is used again once its answer has come, and not before`() async throws {
    var script = PeerScript()
    script.on("slow", [])
    script.on("quick", [.answer("done")])
    try await withPeer(script) { peer, connection async throws in
      await #expect(throws: QMPError.self) { try await connection.execute("slow", timeout: .milliseconds(20)) }
      let late = try #require(await peer.command("slow"))
      for _ in 0..<3 { try await connection.execute("quick") }
      let ids = await peer.commands.filter { $0.name == "quick" }.map(\.id)
      #expect(ids.count == 3 && Set(ids).count == 1 && !ids.contains(late.id))
      // The answer that nobody waits for any more is nobody else's.
      let waiting = Task { try await connection.execute("slow", timeout: .seconds(30)) }
      let current = try #require(await peer.command("slow", count: 2))
      await peer.play(late.answer("late"), current.answer("right"))
      #expect(try await waiting.value == "right")
      try await connection.execute("quick")
      try await connection.execute("quick")
      #expect(await peer.commands.suffix(2).allSatisfy { $0.id == late.id || $0.id == current.id })
    }
  }

  @Test func `The only command that waits goes without an id, and one out of band never does`() async throws {
    var script = PeerScript()
    script.on("first", [])
    script.on("second", [])
    script.on("query-yank", [.answer([])])
    try await withPeer(script) { peer, connection async throws in
      let first = Task { try await connection.execute("first") }
      #expect(await peer.command("first")?.id == nil)
      let second = Task { try await connection.execute("second") }
      #expect(await peer.command("second")?.id != nil)
      try await connection.execute("query-yank", outOfBand: true)
      #expect(await peer.command("query-yank")?.id != nil)
      // A refusal without id is that command's, even while others wait.
      await peer.play(.message(["error": ["class": "GenericError", "desc": "no"]]))
      await #expect(throws: QMPError.refused(command: "first", errorClass: "GenericError", description: "no")) {
        try await first.value
      }
      await peer.play(try #require(await peer.command("second")).answer("two"))
      #expect(try await second.value == "two")
    }
  }

  @Test func `Answers to unknown ids are dropped, whatever kind of id it is`() async throws {
    var script = PeerScript()
    script.on(
      "query-status",
      [
        .line(#"{"return": {"status": "stale"}, "id": 4711}"#), .line(#"{"return": {"status": "text"}, "id": "2"}"#),
        .line(#"{"return": {"status": "object"}, "id": {"a": 1}}"#),
        .line(#"{"error": {"class": "GenericError", "desc": "text"}, "id": "x"}"#),
        .line(#"{"error": {"class": "GenericError", "desc": "other"}, "id": 99}"#),
        .answer(["status": "running", "running": true]),
      ])
    try await withPeer(script) { _, connection async throws in
      #expect(try await connection.queryStatus() == .running)
    }
  }

  @Test func `A refusal has QEMU's class and description`() async throws {
    var script = PeerScript()
    script.on("device_del", [.failure(errorClass: "DeviceNotFound", description: "Device 'x' not found")])
    try await withPeer(script) { _, connection async throws in
      let error = await #expect(throws: QMPError.self) { try await connection.execute("device_del", ["id": "x"]) }
      #expect(
        error == .refused(command: "device_del", errorClass: "DeviceNotFound", description: "Device 'x' not found"))
      await #expect(throws: QMPError.self) { try await connection.execute("no-such") }
      #expect(await connection.isConnected)
    }
  }

  @Test func `An error without an id belongs to the oldest command that QEMU has; with none there, to nobody`()
    async throws
  {
    var script = PeerScript()
    script.on("first", [])
    script.on("second", [.answer("two")])
    try await withPeer(script) { peer, connection async throws in
      let events = connection.events()
      await peer.play(.line(#"{"error": {"class": "GenericError", "desc": "JSON parse error"}}"#), .event("SEEN"))
      #expect(await names(events, until: "SEEN") == ["SEEN"])
      let first = Task { try await connection.execute("first") }
      #expect(await peer.command("first") != nil)
      #expect(try await connection.execute("second") == "two")
      await peer.play(.line(#"{"error": {"class": "GenericError", "desc": "too deep"}}"#))
      await #expect(throws: QMPError.refused(command: "first", errorClass: "GenericError", description: "too deep")) {
        try await first.value
      }
    }
  }

  @Test func `A descriptor goes with its command, also when the command has to wait in line`() async throws {
    var script = PeerScript()
    script.on("getfd", [.answer()])
    try await withPeer(script) { peer, connection async throws in
      var ends: [Int32] = [-1, -1]
      #expect(pipe(&ends) == 0)
      _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
      // More than a socket holds: what comes behind it waits.
      let large = JSONValue.string(String(repeating: "x", count: 4 << 20))
      let before = Task { try await connection.execute("large", ["text": large]) }
      let writer = ends[1]
      let answer = Task { try await connection.execute("getfd", ["fdname": "tap"], descriptors: [writer]) }
      await #expect(throws: QMPError.self) { try await before.value }
      #expect(try await answer.value == [:])
      close(writer)
      let command = try #require(await peer.command("getfd"))
      #expect(command.descriptors.count == 1)
      #expect(write(command.descriptors.first ?? -1, "hi", 2) == 2)
      var buffer = [UInt8](repeating: 0, count: 8)
      #expect(read(ends[0], &buffer, 8) == 2)
      close(ends[0])
    }
  }

  @Test func `A descriptor that isn't one fails its command and nothing else`() async throws {
    var script = PeerScript()
    script.on("quick", [.answer("now")])
    try await withPeer(script) { peer, connection async throws in
      let error = await #expect(throws: QMPError.self) { try await connection.execute("getfd", descriptors: [9999]) }
      guard case .unreachable(let text)? = error else { return #expect(Bool(false), "\(String(describing: error))") }
      #expect(text.hasPrefix("nothing was sent: "))
      #expect(try await connection.execute("quick") == "now")
      #expect(await peer.commands.allSatisfy { $0.name != "getfd" })
    }
  }

  @Test func `A hundred callers at once, each gets its own answer`() async throws {
    var script = PeerScript()
    for number in 0..<100 { script.on("c\(number)", [.answer(.integer(Int64(number)))]) }
    try await withPeer(script) { _, connection async throws in
      try await withThrowingTaskGroup(of: Bool.self) { group in
        for number in 0..<100 {
          group.addTask { try await connection.execute("c\(number)") == .integer(Int64(number)) }
        }
        for try await isRight in group { #expect(isRight) }
      }
    }
  }

  @Test func `A caller on the connection's own thread gets the same answers`() async throws {
    var script = PeerScript()
    script.on("quick", [.answer("now")])
    try await withPeer(script) { _, connection async throws in
      let task = Task(executorPreference: QMPConnection.taskExecutor) { () async throws in
        for _ in 0..<50 { #expect(try await connection.execute("quick") == "now") }
      }
      try await task.value
    }
  }

  @Test func `The typed commands say what they mean in QMP`() async throws {
    var script = PeerScript()
    for name in ["stop", "cont", "system_powerdown", "quit"] { script.on(name, [.answer()]) }
    script.on("query-status", [.answer([:])])
    try await withPeer(script) { peer, connection async throws in
      try await connection.stop()
      try await connection.resume()
      try await connection.powerDown()
      await #expect(throws: QMPError.protocolViolation("the answer to query-status has no 'status'")) {
        try await connection.queryStatus()
      }
      try await connection.quit()
      #expect(
        await peer.commands.map(\.name) == [
          "qmp_capabilities", "stop", "cont", "system_powerdown", "query-status", "quit",
        ])
    }
  }
}

/// Plays a script to a connection while some work is done with both.
func withPeer(
  _ script: PeerScript = PeerScript(), _ body: (ScriptedPeer, QMPConnection) async throws -> Void
) async throws {
  let peer = try await ScriptedPeer(script)
  let connection = try await QMPConnection.connect(to: peer.path, timeout: .seconds(30))
  try await body(peer, connection)
  await connection.close()
  await peer.close()
}

/// The error with which some work ends.
func failure(_ work: () async throws -> some Sendable) async -> QMPError? {
  do {
    _ = try await work()
    return nil
  } catch {
    return error as? QMPError
  }
}
