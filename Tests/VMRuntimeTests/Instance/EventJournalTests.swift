import JSON
import QMP
import Testing

@testable import VMRuntime

@Suite("The event journal")
struct EventJournalTests {
  private func journal(_ lines: String...) throws -> EventJournal {
    var journal = EventJournal()
    for line in lines { journal.take(try QMPMessage(line: Array(line.utf8))) }
    return journal
  }

  private let greeting = #"{"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}}, "capabilities": []}}"#
  private let ready = #"{"return": {}}"#

  private func event(_ name: String, _ data: String = "{}") -> String {
    #"{"timestamp": {"seconds": 1, "microseconds": 2}, "event": "\#(name)", "data": \#(data)}"#
  }

  @Test func `a greeting is not readiness, the answer to the handshake is`() throws {
    #expect(try !journal(greeting).isReady)
    #expect(try journal(greeting, ready).isReady)
  }

  @Test func `the last of stop and resume counts`() throws {
    #expect(try journal(ready, event("STOP")).isPaused)
    #expect(try !journal(ready, event("STOP"), event("RESUME")).isPaused)
  }

  @Test func `a reset makes an earlier panic and button press history`() throws {
    let journal = try journal(ready, event("GUEST_PANICKED"), event("POWERDOWN"), event("RESET"))
    #expect(!journal.guestPanicked)
    #expect(!journal.powerButtonPressed)
  }

  @Test func `the reason of the shutdown is kept`() throws {
    let line = event("SHUTDOWN", #"{"guest": true, "reason": "guest-shutdown"}"#)
    #expect(try journal(ready, line).shutdownReason == "guest-shutdown")
  }

  @Test func `a torn last line and a missing file are no error`() {
    let folder = ScratchDirectory()
    let path = "\(folder.path)/events.out"
    #expect(EventJournal(path: path) == EventJournal())
    _ = folder.write("events.out", "\(ready)\n\(event("STOP"))\n{\"timestamp\": {\"sec")
    #expect(EventJournal(path: path).isPaused)
  }
}
