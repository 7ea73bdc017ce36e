import JSON
import Testing

@testable import QMP

@Suite("Messages")
struct MessageTests {
  private func read(_ text: String) throws -> QMPMessage { try QMPMessage(line: Array(text.utf8)) }

  @Test func `An event has a time in microseconds, or none where QEMU could not tell it`() throws {
    let known = try read(#"{"event": "STOP", "timestamp": {"seconds": 1700000000, "microseconds": 42}}"#)
    #expect(known == .event(QMPEvent(name: "STOP", microseconds: 1_700_000_000_000_042)))
    let unknown = try read(#"{"event": "STOP", "timestamp": {"seconds": -1, "microseconds": -1}}"#)
    #expect(unknown == .event(QMPEvent(name: "STOP")))
    let absurd = try read(#"{"event": "STOP", "timestamp": {"seconds": 9223372036854775807, "microseconds": 1}}"#)
    #expect(absurd == .event(QMPEvent(name: "STOP")))
  }

  @Test(arguments: [
    "none", "host-error", "host-qmp-quit", "host-qmp-system-reset", "host-signal", "host-ui", "guest-shutdown",
    "guest-reset", "guest-panic", "subsystem-reset", "snapshot-load",
  ])
  func `The reason of a shutdown or reset arrives`(_ reason: String) throws {
    let message = try read(#"{"event": "SHUTDOWN", "data": {"guest": false, "reason": "\#(reason)"}}"#)
    #expect(message == .event(QMPEvent(name: "SHUTDOWN", data: ["guest": false, "reason": .string(reason)])))
  }

  @Test func `An answer keeps integers exact, joins surrogate pairs, and takes infinity as QEMU writes it`() throws {
    let message = try read(#"{"return": [18446744073709551615, -9223372036854775808, "\ud83d\ude00", inf], "id": 7}"#)
    #expect(
      message == .success(id: .number(7), [.unsigned(.max), .integer(.min), "😀", .double(.infinity)]))
  }

  @Test func `An error that lacks its parts is still an error`() throws {
    #expect(
      try read(#"{"error": {}}"#)
        == .failure(id: nil, errorClass: "GenericError", description: "no description"))
  }

  @Test(arguments: ["[]", "1", "{}", #"{"hello": 1}"#, #"{"event": 5}"#, "null", #"{"QMP": 1}"#, #"{"error": "x"}"#])
  func `What is no message is a violation of the protocol`(_ text: String) {
    #expect(throws: QMPError.self) { try read(text) }
  }

  @Test func `The text of an error says what is known`() {
    #expect(
      QMPError.cancelled(command: "stop").description == "'stop' was cancelled: whether it took effect is unknown")
    #expect(QMPError.disconnected("QEMU closed the connection").description == "QEMU closed the connection")
    #expect(
      QMPError.timedOut(command: "stop", after: .seconds(10)).description
        == "no answer to 'stop' within 10 s: whether it took effect is unknown")
  }
}
