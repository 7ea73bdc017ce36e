import Foundation
import Glibc
import JSON
import QMP
import QMPTestSupport
import Testing

@Suite("Recorded sessions", .timeLimit(.minutes(1)))
struct SessionTests {
  /// What was recorded; the same words are said to each replay.
  static func converse(_ connection: QMPConnection) async throws {
    let events = connection.events()
    #expect(try await connection.queryStatus() == .running)
    try await connection.stop()
    #expect(try await connection.queryStatus() == .paused)
    try await connection.resume()
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    try await connection.execute("getfd", ["fdname": "pipe"], descriptors: [ends[1]])
    ends.forEach { close($0) }
    try await connection.execute("closefd", ["fdname": "pipe"])
    try await connection.execute("object-add", ["qom-type": "rng-builtin", "id": "rng0"])
    let twice = await failure { try await connection.execute("object-add", ["qom-type": "rng-builtin", "id": "rng0"]) }
    guard case .refused? = twice else { throw twice ?? .protocolViolation("accepted twice") }
    let unknown = await failure { try await connection.execute("device_del", ["id": "nic1"]) }
    guard case .refused(_, "DeviceNotFound", _)? = unknown else { throw unknown ?? .protocolViolation("accepted") }
    #expect(try await connection.execute("query-yank", outOfBand: true).arrayValue != nil)
    #expect(await names(events, until: "RESUME") == ["STOP", "RESUME"])
    try await connection.quit()
    await connection.close()
  }

  /// Made with QMP_RECORD_SESSION=PATH and the test of a real QEMU.
  @Test func `a session with QEMU 7_2 replays`() async throws {
    let path = try #require(Bundle.module.path(forResource: "qemu-7.2", ofType: "session", inDirectory: "Sessions"))
    let recording = try SessionRecording(parsing: String(contentsOfFile: path, encoding: .utf8))
    let peer = try await ScriptedPeer(replaying: recording)
    let connection = try await QMPConnection.connect(to: peer.path, timeout: .seconds(30))
    #expect(await connection.peer?.version.hasPrefix("7.2.") == true)
    try await Self.converse(connection)
    #expect(await peer.deviations == [])
    await peer.close()
  }

  @Test func `a client that says something else than was recorded is found out`() async throws {
    let text = """
      # for people
      < {"QMP":{"version":{"qemu":{"major":7,"minor":2,"micro":0},"package":""},"capabilities":[]}}
      > {"execute":"qmp_capabilities","id":1}
      < {"return":{},"id":1}
      >1 {"execute":"getfd","arguments":{"fdname":"a"},"id":2}
      < {"return":{},"id":2}
      """
    let peer = try await ScriptedPeer(replaying: try SessionRecording(parsing: text))
    let connection = try await QMPConnection.connect(to: peer.path, timeout: .seconds(30))
    try await connection.execute("getfd", ["fdname": "b"])
    let error = await failure { try await connection.execute("more") }
    #expect(error?.description == "QEMU refused 'more': the recording has ended")
    #expect(
      await peer.deviations == [
        #"'getfd' came where the recording has {"execute":"getfd","arguments":{"fdname":"a"},"id":2}"#,
        "'getfd' came with 0 descriptors, not 1", "'more' came after the end of the recording",
      ])
    await connection.close()
    await peer.close()
  }

  @Test func `the text of a recording is readable and survives`() throws {
    let recording = SessionRecording(lines: [
      .peer(["QMP": [:]]), .client(["execute": "x", "id": 1], descriptors: 0),
      .client(["execute": "getfd"], descriptors: 2), .peer(["return": [:]]),
    ])
    #expect(
      recording.text == """
        < {"QMP":{}}
        > {"execute":"x","id":1}
        >2 {"execute":"getfd"}
        < {"return":{}}

        """)
    #expect(try SessionRecording(parsing: recording.text) == recording)
    #expect(throws: JSONError.self) { try SessionRecording(parsing: "< [1]") }
    #expect(throws: JSONError.self) { try SessionRecording(parsing: "?? {}") }
  }
}
