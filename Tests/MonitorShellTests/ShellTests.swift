internal import Foundation
internal import JSON
internal import QMP
internal import QMPTestSupport
internal import Testing
internal import VMRuntime

@testable internal import MonitorShell

/// The shell against a scripted QEMU.
@Suite(.timeLimit(.minutes(1))) struct ShellTests {
  /// Runs lines and gives what was printed and what QEMU got.
  private func run(
    _ lines: [String], interactive: Bool = false, force: Bool = false, answer: Bool = false,
    timeout: Duration = .seconds(30), _ prepare: (inout PeerScript) -> Void = { _ in }
  ) async throws -> (output: CollectedOutput, sent: [String], outcomes: [LineOutcome]) {
    var script = PeerScript()
    script.on("query-qmp-schema", [.answer(Schema.json)])
    script.on("query-status", [.answer(["status": "running"])])
    prepare(&script)
    let peer = try await ScriptedPeer(script)
    var options = ShellOptions()
    options.isInteractive = interactive
    options.force = force
    options.commandTimeout = timeout
    let output = CollectedOutput(answer: answer)
    let shell = Shell(target: .socket(peer.path), options: options, output: output)
    try await shell.attach()
    var outcomes: [LineOutcome] = []
    for line in lines { outcomes.append(await shell.run(line)) }
    await shell.close()
    let own: Set = ["qmp_capabilities", "query-qmp-schema", "query-target", "query-commands", "qom-list-types"]
    let sent = await peer.commands.filter { !own.contains($0.name) }.dropFirst()
      .map { "\($0.name) \(JSONValue.object($0.arguments).compact)" }
    await peer.close()
    return (output, Array(sent), outcomes)
  }

  @Test func `quotes are not sent and ids stay strings`() async throws {
    let result = try await run([#"human-monitor-command command-line="info status""#, "netdev_add type=user id=5"]) {
      $0.on("human-monitor-command", [.answer("VM status: running\r\n")])
      $0.on("netdev_add", [.answer()])
    }
    #expect(
      result.sent == [
        #"human-monitor-command {"command-line":"info status"}"#, #"netdev_add {"type":"user","id":"5"}"#,
      ])
    #expect(result.output.all("<") == [#""VM status: running""#, "{}"])
  }

  @Test func `numbers, floats and null are sent as such`() async throws {
    let result = try await run(["numbers int=0x10 float=1.5 null=null ints=[1,2]"]) { $0.on("numbers", [.answer()]) }
    #expect(result.sent == [#"numbers {"int":16,"float":1.5,"null":null,"ints":[1,2]}"#])
  }

  @Test func `blank input and comments do nothing`() async throws {
    let result = try await run(["", "   ", "# x", "\t"])
    #expect(result.sent.isEmpty)
    #expect(result.output.all.isEmpty)
    #expect(result.outcomes.allSatisfy { $0 == .done })
  }

  @Test func `what QEMU would refuse is not sent`() async throws {
    let result = try await run([
      "query-statsu", "set_link nam=x up=on", "set_link name=x", "netdev_add type=usr id=a",
      "netdev_add type=tap id=a hostname=b",
    ])
    #expect(result.sent.isEmpty)
    #expect(
      result.output.all("!") == [
        "this QEMU has no command 'query-statsu': did you mean 'query-status'?",
        "'set_link' has no argument 'nam': did you mean 'name'?\n'set_link' needs 'name' (string)",
        "'set_link' needs 'up' (boolean)",
        "'type' has no value 'usr'; it takes none, user, tap: did you mean 'user'?",
        "'netdev_add' has no argument 'hostname' with type=tap",
      ])
    #expect(result.outcomes.allSatisfy { if case .failed(let error) = $0 { error.kind == .usage } else { false } })
  }

  @Test func `QEMU's refusal, its silence and its end are told apart`() async throws {
    let refused = try await run(["stop"]) { $0.on("stop", [.failure(description: "no")]) }
    #expect(refused.output.all("!") == ["no"])
    let silent = try await run(["stop"], timeout: .milliseconds(300)) { $0.on("stop", []) }
    #expect(
      silent.outcomes == [.failed(.timedOut("no answer to 'stop' within 0.3 s: whether it took effect is unknown"))])
    let gone = try await run(["stop"]) { $0.on("stop", [.close]) }
    #expect(gone.output.all("!").first?.hasPrefix("'stop' has no answer: ") == true)
  }

  @Test func `an error of HMP's is a failure and no answer`() async throws {
    let result = try await run(["hmp foo 'a", "mode hmp", "info status", "mode qmp", "query-name"]) {
      $0.on("human-monitor-command", [.answer("unknown command: 'foo'\r\n")])
      $0.on("human-monitor-command", [.answer("VM status: running\r\n")])
      $0.on("query-name", [.answer()])
    }
    #expect(
      result.sent == [
        #"human-monitor-command {"command-line":"foo 'a"}"#, #"human-monitor-command {"command-line":"info status"}"#,
        "query-name {}",
      ])
    #expect(result.output.all("!") == ["unknown command: 'foo'"])
  }

  @Test func `what is dangerous is refused in scripts, and asked about at a terminal`() async throws {
    let lines = [
      "qmp quit", "hmp q", "migrate uri=exec:cat", #"{"execute":"quit"}"#, "human-monitor-command command-line=quit",
    ]
    let script = try await run(lines)
    #expect(script.sent.isEmpty)
    #expect(script.output.all("!").count == lines.count)
    #expect(script.output.all("!").allSatisfy { $0.hasSuffix("say --force if that is meant") })
    let refused = try await run(lines, interactive: true, answer: false)
    #expect(refused.sent.isEmpty)
    #expect(refused.output.all("?").count == lines.count)
    let forced = try await run(["qmp quit"], force: true) { $0.on("quit", [.answer(), .close]) }
    #expect(forced.sent == ["quit {}"])
    #expect(forced.outcomes == [.done])
  }

  @Test func `a netdev in use is not taken away without a word`() async throws {
    let network = "nic0: index=0,type=nic,model=e1000,macaddr=52:54:00:12:34:56\r\n \\ net0: index=0,type=user\r\n"
    let result = try await run(["netdev_del id=net0", "netdev_del id=free"]) {
      $0.on("human-monitor-command", [.answer(.string(network))])
      $0.on("netdev_del", [.answer()])
    }
    #expect(
      result.output.all("!") == [
        "the netdev 'net0' is in use by 'nic0', which loses its network at once: say --force if that is meant"
      ])
    #expect(result.sent.filter { $0.hasPrefix("netdev_del") } == [#"netdev_del {"id":"free"}"#])
  }

  @Test func `an event between a command and the wait for it is not missed`() async throws {
    let result = try await run(["stop", "query-name", "wait STOP timeout 1s", "wait STOP timeout 50ms"]) {
      $0.on("stop", [.event("STOP"), .answer()])
      $0.on("query-name", [.answer()])
    }
    #expect(result.outcomes[2] == .done)
    #expect(result.outcomes[3] == .failed(.timedOut("no STOP within 0.05 seconds")))
  }

  @Test func `an event that comes later ends the wait`() async throws {
    let result = try await run(["stop", "wait RESET where guest=true timeout 2s"]) {
      $0.on(
        "stop",
        [.answer(), .event("RESET", ["guest": false]), .pause(.milliseconds(50)), .event("RESET", ["guest": true])])
    }
    #expect(result.outcomes == [.done, .done])
  }

  @Test func `the end of the machine ends the wait`() async throws {
    let result = try await run(["stop", "wait RESET timeout 5s"]) {
      $0.on("stop", [.answer(), .pause(.milliseconds(20)), .close])
    }
    guard case .failed(let error) = result.outcomes[1] else { return #expect(Bool(false), "\(result.outcomes)") }
    #expect(error.kind == .failed)
  }

  @Test func `a wait for an event that QEMU doesn't have is refused`() async throws {
    let result = try await run(["wait STOPP"])
    #expect(result.output.all("!") == ["this QEMU has no event 'STOPP': did you mean 'STOP'?"])
  }

  @Test func `events are shown as they are asked for`() async throws {
    let result = try await run(
      ["stop", "wait STOP", "events off", "stop", "wait STOP", "events only R*", "stop", "wait STOP"], interactive: true
    ) {
      $0.on("stop", [.answer(), .event("STOP")])
    }
    #expect(result.output.all("*") == ["STOP"])
    #expect(result.output.all("<").last?.contains("STOP") == true)
  }

  @Test func `a command in JSON is sent over several lines and checked`() async throws {
    let result = try await run([
      "{ \"execute\":", "{ \"execute\":\n \"set_link\", \"arguments\": {\"name\": \"a\", \"up\": 1}}",
    ])
    #expect(result.outcomes[0] == .needsMore)
    #expect(result.output.all("!") == ["'up' is an integer; boolean is expected"])
  }

  @Test func `leaving sends nothing`() async throws {
    let result = try await run(["quit"])
    #expect(result.outcomes == [.leave])
    #expect(result.sent.isEmpty)
    #expect(try await run(["exit"]).outcomes == [.leave])
  }

  @Test func `an answer of more than 64 KiB arrives whole`() async throws {
    let long = String(repeating: "x", count: 200_000)
    let result = try await run(["query-name"]) { $0.on("query-name", [.answer(.string(long))]) }
    #expect(result.output.all("<").first?.count == 200_002)
  }

  @Test func `a session is recorded without secrets and replays`() async throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "vmrun-record-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: file) }
    let prepare: (inout PeerScript) -> Void = {
      $0.on("query-name", [.answer(["name": "web"])])
      $0.on("object-add", [.answer()])
    }
    _ = try await run(
      ["record \(file)", "query-name", "object-add qom-type=secret id=s", "nonsense", "record stop"], prepare)
    let text = try String(contentsOfFile: file, encoding: .utf8)
    #expect(text.contains("> query-name\n< {\"name\":\"web\"}\n"))
    #expect(text.contains("! this QEMU has no command 'nonsense'"))
    #expect(!text.contains("secret id=s"))
    let replay = try await run(["replay \(file)"], prepare)
    #expect(replay.output.all("<").last == #"{"same":2,"otherValue":0,"otherOutcome":0}"#)
    let changed = try await run(["replay \(file)"]) { $0.on("query-name", [.failure(description: "no")]) }
    #expect(changed.output.all("!").last?.hasSuffix("1 the same, 0 with another value, 1 with another outcome") == true)
  }

  @Test func `a file's lines run up to the first that fails`() async throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "vmrun-source-\(UUID().uuidString)").path
    try Data("# first\nquery-name\n{ \"execute\":\n\"query-name\" }\nnonsense\nquery-name\n".utf8).write(
      to: URL(filePath: file))
    defer { try? FileManager.default.removeItem(atPath: file) }
    let result = try await run(["source \(file)", "source /nowhere"]) { $0.on("query-name", [.answer()]) }
    #expect(result.sent == ["query-name {}", "query-name {}"])
    #expect(result.output.all("!").contains("'\(file)' stopped at line 5"))
  }
}
