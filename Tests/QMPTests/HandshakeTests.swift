import GLib
import Glibc
import JSON
import QMP
import QMPTestSupport
import Testing

@Suite("Connecting", .timeLimit(.minutes(1)))
struct HandshakeTests {
  @Test func `A connection enables oob where QEMU offers it, and only there`() async throws {
    let offering = try await ScriptedPeer()
    let connection = try await QMPConnection.connect(to: offering.path, timeout: .seconds(30))
    #expect(await offering.commands.first?.arguments == ["enable": ["oob"]])
    #expect(await connection.peer?.capabilities == ["oob"])
    let plain = try await ScriptedPeer(PeerScript(opening: [.greeting(capabilities: [])]))
    let other = try await QMPConnection.connect(to: plain.path, timeout: .seconds(30))
    #expect(await plain.commands.first?.arguments == [:])
    await connection.close()
    await other.close()
    await offering.close()
    await plain.close()
  }

  @Test func `The greeting tells QEMU's version`() async throws {
    let peer = try await ScriptedPeer(
      PeerScript(opening: [.greeting(version: [10, 0, 2], package: "Debian 1:10.0.2")]))
    let connection = try await QMPConnection.connect(to: peer.path, timeout: .seconds(30))
    #expect(await connection.peer?.version == "10.0.2")
    #expect(await connection.peer?.package == "Debian 1:10.0.2")
    await connection.close()
    await peer.close()
  }

  @Test func `Events before the greeting and within the handshake are no answers, and are kept for the first follower`()
    async throws
  {
    var script = PeerScript(opening: [.event("EARLY"), .greeting(), .event("GREETED")])
    script.on("qmp_capabilities", [.event("BETWEEN"), .answer(), .event("AFTER")])
    let peer = try await ScriptedPeer(script)
    let connection = try await QMPConnection.connect(to: peer.path, timeout: .seconds(30))
    _ = await peer.command("qmp_capabilities")
    let first = connection.events()
    let second = connection.events()
    await peer.play(.event("LAST"))
    #expect(await names(first, until: "LAST") == ["EARLY", "GREETED", "BETWEEN", "AFTER", "LAST"])
    #expect(await names(second, until: "LAST").last == "LAST")
    await connection.close()
    await peer.close()
  }

  @Test func `An answer before the greeting is nobody's`() async throws {
    let peer = try await ScriptedPeer(
      PeerScript(opening: [.line(#"{"return": {}, "id": 1}"#), .line(#"{"return": {}}"#), .greeting()]))
    let connection = try await QMPConnection.connect(to: peer.path, timeout: .seconds(30))
    #expect(await connection.isConnected)
    await connection.close()
    await peer.close()
  }

  @Test func `Where nobody listens, the message names the socket`() async throws {
    let missing = await #expect(throws: QMPError.self) { try await QMPConnection.connect(to: "/nonexistent/monitor") }
    #expect(missing == .unreachable("cannot connect to /nonexistent/monitor: No such file or directory"))
    let long = "/" + String(repeating: "x", count: 120)
    let tooLong = await #expect(throws: QMPError.self) { try await QMPConnection.connect(to: long) }
    #expect(tooLong == .unreachable("the socket path \(long) has 121 bytes; the kernel takes 107"))
  }

  @Test func `Without a greeting the deadline ends the wait, and says what is likely`() async throws {
    let peer = try await ScriptedPeer(PeerScript(opening: []))
    let start = ContinuousClock.now
    let error = await #expect(throws: QMPError.self) {
      try await QMPConnection.connect(to: peer.path, timeout: .milliseconds(200))
    }
    #expect(ContinuousClock.now - start < .seconds(40))
    #expect(error == .timedOut(command: "greeting", after: .milliseconds(200)))
    #expect(
      error?.description
        == "no greeting within 0.2 s: another client holds this monitor, which serves one at a time, or QEMU hangs")
    await peer.close()
  }

  @Test func `A second client on one monitor is told that another holds it, and is served once that one leaves`()
    async throws
  {
    let peer = try await ScriptedPeer()
    let first = try await QMPConnection.connect(to: peer.path, timeout: .seconds(30))
    await #expect(throws: QMPError.timedOut(command: "greeting", after: .milliseconds(150))) {
      try await QMPConnection.connect(to: peer.path, timeout: .milliseconds(150))
    }
    await first.close()
    let second = try await QMPConnection.connect(to: peer.path, timeout: .seconds(30))
    #expect(await second.isConnected)
    await second.close()
    await peer.close()
  }

  @Test func `A full backlog is waited for, and gives the same message when the wait is over`() async throws {
    let peer = try await ScriptedPeer(backlog: 0)
    let first = try await QMPConnection.connect(to: peer.path, timeout: .seconds(30))
    // Fills the backlog: connected, and never accepted.
    let waiting = try QMPConnection(connectingTo: peer.path)
    await #expect(throws: QMPError.timedOut(command: "greeting", after: .milliseconds(150))) {
      try await QMPConnection.connect(to: peer.path, timeout: .milliseconds(150))
    }
    let patient = Task { try await QMPConnection.connect(to: peer.path, timeout: .seconds(10)) }
    await waiting.close()
    await first.close()
    let third = try await patient.value
    await third.close()
    await peer.close()
  }

  @Test func `A peer that closes, or speaks something else, is no QMP monitor`() async throws {
    let closing = try await ScriptedPeer(PeerScript(opening: [.close]))
    await #expect(throws: QMPError.disconnected("QEMU closed the connection")) {
      try await QMPConnection.connect(to: closing.path, timeout: .seconds(30))
    }
    let other = try await ScriptedPeer(PeerScript(opening: [.line("SSH-2.0-OpenSSH_9.2")]))
    let error = await #expect(throws: QMPError.self) {
      try await QMPConnection.connect(to: other.path, timeout: .seconds(30))
    }
    #expect(error == .protocolViolation("not JSON at byte 0: a value is expected"))
    #expect(error?.description == "the peer does not speak QMP: not JSON at byte 0: a value is expected")
    await closing.close()
    await other.close()
  }

  @Test func `QEMU may refuse the capabilities`() async throws {
    var script = PeerScript()
    script.on("qmp_capabilities", [.failure(description: "Capability oob is disabled")])
    let peer = try await ScriptedPeer(script)
    let error = await #expect(throws: QMPError.self) {
      try await QMPConnection.connect(to: peer.path, timeout: .seconds(30))
    }
    #expect(error?.description == "QEMU refused 'qmp_capabilities': Capability oob is disabled")
    await peer.close()
  }

  @Test func `A cancelled task stops to wait for the greeting`() async throws {
    let peer = try await ScriptedPeer(PeerScript(opening: []))
    let task = Task { try await QMPConnection.connect(to: peer.path, timeout: .seconds(50)) }
    try await Task.sleep(for: .milliseconds(30))
    task.cancel()
    await #expect(throws: QMPError.cancelled(command: "greeting")) { try await task.value }
    await peer.close()
  }

  @Test func `After an end one connects anew, to the same monitor`() async throws {
    var script = PeerScript()
    script.on("query-status", [.close])
    script.on("query-status", [.answer(["status": "running", "running": true])])
    let peer = try await ScriptedPeer(script)
    let first = try await QMPConnection.connect(to: peer.path, timeout: .seconds(30))
    await #expect(throws: QMPError.disconnected("QEMU closed the connection")) { try await first.queryStatus() }
    #expect(await !first.isConnected)
    let second = try await QMPConnection.connect(to: peer.path, timeout: .seconds(30))
    #expect(try await second.queryStatus() == .running)
    await second.close()
    await peer.close()
  }
}

/// The names of events up to one; bounded by the suite's time limit.
func names(_ events: AsyncStream<QMPEvent>, until last: String) async -> [String] {
  var names: [String] = []
  for await event in events {
    names.append(event.name)
    if event.name == last { break }
  }
  return names
}
