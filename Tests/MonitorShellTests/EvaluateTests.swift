internal import JSON
internal import QMP
internal import Testing

@testable internal import MonitorShell

@Suite struct HMPAnswerTests {
  @Test(arguments: [
    "Error: Device 'x' not found\r\n", "unknown command: 'bla'\r\n", "device_add: string expected", "invalid format",
    "info: Invalid parameter 'x'", "Could not open 'x'", "stop: extraneous characters at the end of line",
    "unknown command: 'info foo'\nHMP help", "host forwarding rule for a not found",
  ])
  func `HMP's errors are recognised`(text: String) { #expect(HMPAnswer(text).isError) }

  @Test(arguments: [
    "", "VM status: running\r\n", "nic0: index=0,type=nic,model=e1000", "capacity: 4\nused: 2",
    "host forwarding rule for tcp::1 removed", "Error: is only the first\nof\nmany\nlines",
  ])
  func `other answers are none`(text: String) { #expect(!HMPAnswer(text).isError) }

  @Test func `QEMU's own mark is dropped from the message`() {
    #expect(HMPAnswer("Error: no\r\n").message == "no")
  }
}

@Suite struct DangerTests {
  @Test func `what ends the machine is known in both languages`() {
    #expect(Danger.of("quit", [:]) != nil)
    #expect(Danger.of("system_reset", [:]) != nil)
    #expect(Danger.of("migrate", ["uri": "exec:cat"]) != nil)
    #expect(Danger.of("human-monitor-command", ["command-line": " q "]) != nil)
    for line in ["quit", "q", "system_reset", "migrate -d exec:cat"] { #expect(Danger.ofHMP(line) != nil) }
  }

  @Test func `everything else runs without a question`() {
    #expect(Danger.of("query-status", [:]) == nil)
    #expect(Danger.of("migrate", ["uri": "unix:/a"]) == nil)
    for line in ["info status", "quit_now", "migrate tcp:a:1", ""] { #expect(Danger.ofHMP(line) == nil) }
  }

  @Test func `the netdev that goes is found`() {
    #expect(Danger.removedNetdev("netdev_del", ["id": "n"]) == "n")
    #expect(Danger.removedNetdev("human-monitor-command", ["command-line": "netdev_del n"]) == "n")
    #expect(Danger.removedNetdev("device_del", ["id": "n"]) == nil)
  }
}

@Suite struct SecretTests {
  @Test(arguments: [
    "set_password protocol=vnc password=x", "change-vnc-password password=x", " query-status",
    "object-add qom-type=secret id=s data=x", #"{"execute":"object-add","arguments":{"qom-type":"secret","data":"x"}}"#,
    "hmp set_password vnc x", "blockdev-add driver=luks key-secret=s", "hmp change vnc password x",
    #"{"execute":"x","arguments":{"a":[{"password":"y"}]}}"#, "set_password 'unclosed",
  ])
  func `a line with a secret is kept nowhere`(line: String) {
    #expect(Secret.isIn(line))
    #expect(!History.isWorthKeeping(line))
  }

  @Test(arguments: ["query-status", "device_add driver=e1000 id=n", "hmp info network", "nic add user"])
  func `other lines are kept`(line: String) { #expect(History.isWorthKeeping(line)) }
}

@Suite struct EventTests {
  @Test func `patterns know stars and question marks, and no case`() {
    #expect(EventFilter.matches("DEVICE_DELETED", "device_*"))
    #expect(EventFilter.matches("STOP", "ST?P"))
    #expect(EventFilter.matches("STOP", "*"))
    #expect(!EventFilter.matches("STOP", "ST"))
    #expect(!EventFilter.matches("STOP", "*X*"))
    #expect(EventFilter.only(["A*", "STOP"]).shows("STOP"))
  }

  @Test func `a wait has conditions and a limit`() throws {
    let words = InputLexer("DEVICE_DELETED where device=5 path.x=y timeout 1500ms").words
    let wait = try EventWait(words)
    #expect(wait.timeout == .milliseconds(1500))
    #expect(wait.matches(QMPEvent(name: "DEVICE_DELETED", data: ["device": "5", "path": ["x": "y"]])))
    #expect(wait.matches(QMPEvent(name: "DEVICE_DELETED", data: ["device": 5, "path": ["x": "y"]])))
    #expect(!wait.matches(QMPEvent(name: "DEVICE_DELETED", data: ["path": ["x": "y"]])))
  }

  @Test(arguments: ["", "STOP where", "STOP timeout", "STOP timeout soon", "STOP foo", "STOP timeout 1s more"])
  func `what is no wait is refused`(line: String) {
    #expect(throws: ShellError.self) { try EventWait(InputLexer(line).words) }
  }

  @Test func `the backlog gives an event once and stays small`() throws {
    var backlog = EventBacklog()
    for number in 0..<5000 { backlog.append(QMPEvent(name: "E", data: ["n": .integer(Int64(number))])) }
    let wait = try EventWait(InputLexer("E where n=4999").words)
    #expect(backlog.take(wait) != nil)
    #expect(backlog.take(wait) == nil)
  }

  @Test func `an event's line has its reason first`() {
    let event = QMPEvent(name: "SHUTDOWN", data: ["guest": true, "reason": "guest-shutdown"])
    #expect(EventLine.text(event, .plain) == "--:--:-- SHUTDOWN reason=guest-shutdown guest=true")
  }

  @Test func `what a guest names can't steer the terminal`() {
    let event = QMPEvent(name: "X", data: ["a": "\u{1B}[2J"])
    #expect(EventLine.text(event, .plain) == "--:--:-- X a=\\u{1b}[2J")
  }
}

@Suite struct RecordingTests {
  @Test func `a recording is read back`() throws {
    let text = "# title\n> a b=1\n* STOP {}\n< {\"x\":1}\n> {\n| }\n! broken\n\n"
    let steps = try Recording(text).steps
    #expect(
      steps == [
        Recording.Step(command: "a b=1", results: [["x": 1]]), Recording.Step(command: "{\n}", failed: true),
      ])
  }

  @Test(arguments: ["< {}", "nonsense", "> a\n< {", "| b"])
  func `what is no recording is refused`(text: String) {
    #expect(throws: ShellError.self) { try Recording(text) }
  }

  @Test func `other values are told from other outcomes`() {
    var tally = ReplayTally()
    let step = Recording.Step(command: "a", results: [1])
    #expect(tally.count(step, results: [1], failed: false) == nil)
    #expect(tally.count(step, results: [2], failed: false) == "recorded was 1")
    #expect(tally.count(step, results: [], failed: true) == "recorded as done, now it failed")
    #expect(tally == ReplayTally(same: 1, otherValue: 1, otherOutcome: 1))
  }
}
