import JSON
import QMPTestSupport
import TestSupport
import Testing

@testable import QMP

@Suite("Hostile input", .timeLimit(.minutes(2)))
struct FuzzTests {
  @Test func `Random bytes and damaged messages are refused or read, and nothing worse`() {
    var random = SeededRandom(seed: 3)
    for _ in 0..<20_000 {
      var framer = LineFramer()
      var rest = damaged(&random)[...]
      while !rest.isEmpty {
        let piece = rest.prefix(Int.random(in: 1...rest.count, using: &random))
        rest = rest.dropFirst(piece.count)
        piece.withUnsafeBytes { bytes in
          try? framer.append(bytes) { _ = try? QMPMessage(line: $0) }
        }
      }
    }
  }

  @Test func `A peer that talks nonsense ends the connection with a reason, and every waiter is told`() async throws {
    var random = SeededRandom(seed: 5)
    for _ in 0..<60 {
      let noise = damaged(&random)
      var script = PeerScript()
      script.on("query-status", [.bytes(noise + [0x0A]), .close])
      let peer = try await ScriptedPeer(script)
      let connection = try await QMPConnection.connect(to: peer.path, timeout: .seconds(30))
      let error = await failure { try await connection.execute("query-status", timeout: .seconds(20)) }
      switch error {
      case nil, .protocolViolation?, .disconnected?, .refused?: break
      default: Issue.record("\(String(describing: error)) for \(noise)")
      }
      await connection.close()
      await peer.close()
    }
  }

  @Test func `A conversation in pieces of one byte, and of a few, is understood`() async throws {
    for length in [1, 2, 3, 7] {
      var script = PeerScript(opening: [.event("EARLY"), .greeting()], pieceLength: length)
      script.on("query-status", [.event("STOP"), .answer(["status": "paused", "text": "😀"])])
      let peer = try await ScriptedPeer(script)
      let connection = try await QMPConnection.connect(to: peer.path, timeout: .seconds(30))
      #expect(try await connection.queryStatus() == .paused)
      await connection.close()
      await peer.close()
    }
  }

  @Test func `An answer just below 10 MiB arrives; one above ends the connection`() async throws {
    // As bytes: to serialize 10 MiB without optimization takes seconds of the thread that all tests share.
    func answer(_ count: Int) -> [PeerStep] {
      let text = [UInt8](repeating: UInt8(ascii: "x"), count: count)
      return [.bytes(Array(#"{"return":""#.utf8) + text + Array(#""}"#.utf8) + [0x0A])]
    }
    var script = PeerScript()
    let fitting = LineFramer.maximumLength - #"{"return":""}"#.utf8.count
    script.on("fitting", answer(fitting))
    script.on("large", answer(fitting + 1))
    let peer = try await ScriptedPeer(script)
    let connection = try await QMPConnection.connect(to: peer.path, timeout: .seconds(30))
    #expect(
      try await connection.execute("fitting", timeout: .seconds(60)).stringValue?.utf8.count == fitting)
    let error = await failure { try await connection.execute("large", timeout: .seconds(60)) }
    #expect(error == .protocolViolation("a line is longer than 10 MiB"))
    await peer.close()
  }

  private func damaged(_ random: inout SeededRandom) -> [UInt8] {
    if random.next() % 4 == 0 { return random.bytes(upTo: 200) }
    var bytes = Array(LineFramerTests.conversation.joined(separator: "\r\n").utf8)
    for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
      let index = Int.random(in: 0..<bytes.count, using: &random)
      switch random.next() % 4 {
      case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes.remove(at: index)
      case 2: bytes.insert(contentsOf: random.bytes(upTo: 8), at: index)
      default: bytes.removeSubrange(index...)
      }
    }
    return bytes
  }
}
