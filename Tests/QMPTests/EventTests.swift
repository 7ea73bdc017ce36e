import JSON
import QMPTestSupport
import Testing

@testable import QMP

@Suite("Events", .timeLimit(.minutes(1)))
struct EventTests {
  @Test func `Every follower gets every event, in order, while commands are answered`() async throws {
    var script = PeerScript()
    script.on("query-status", [.event("ONE"), .answer(["status": "running"]), .event("TWO")])
    let peer = try await ScriptedPeer(script)
    let connection = try await QMPConnection.connect(to: peer.path, timeout: .seconds(30))
    let streams = (0..<10).map { _ in connection.events() }
    for _ in 0..<20 { _ = try await connection.queryStatus() }
    await peer.play(.event("LAST"))
    let expected = (0..<20).flatMap { _ in ["ONE", "TWO"] } + ["LAST"]
    for stream in streams { #expect(await names(stream, until: "LAST") == expected) }
    await connection.close()
    await peer.close()
  }

  @Test func `A follower that stops to listen is forgotten, and the others go on`() async throws {
    let hub = EventHub()
    let first = Task { await names(hub.follow(), until: "A") }
    let second = hub.follow()
    while !first.isCancelled, hub.followerCount < 2 { await Task.yield() }
    hub.send(QMPEvent(name: "A"))
    #expect(await first.value == ["A"])
    hub.send(QMPEvent(name: "B"))
    hub.end()
    #expect(await names(second, until: "none") == ["A", "B"])
    #expect(hub.followerCount == 0)
  }

  @Test func `A follower that never reads costs a bounded amount, and loses the oldest`() async {
    let hub = EventHub()
    let stream = hub.follow()
    for number in 0..<(EventHub.maximumBacklog + 5) { hub.send(QMPEvent(name: "\(number)")) }
    hub.end()
    let received = await names(stream, until: "none")
    #expect(received.count == EventHub.maximumBacklog)
    #expect(received.first == "5")
  }

  @Test func `Without a follower a bounded number of early events is kept`() async {
    let hub = EventHub()
    for number in 0..<1000 { hub.send(QMPEvent(name: "\(number)")) }
    hub.end()
    #expect(await names(hub.follow(), until: "none").count == EventHub.maximumEarly)
  }

  @Test func `A connection that nobody holds any more ends its events`() async throws {
    let peer = try await ScriptedPeer()
    var connection: QMPConnection? = try await QMPConnection.connect(to: peer.path, timeout: .seconds(30))
    let events = try #require(connection).events()
    connection = nil
    #expect(await names(events, until: "none") == [])
    await peer.close()
  }
}
