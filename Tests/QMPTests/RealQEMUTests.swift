import GLib
import Glibc
import JSON
import QMP
import QMPTestSupport
import Testing

/// One at a time: no more than one QEMU runs.
@Suite("A real QEMU", .serialized, .enabled(if: RealQEMU.program != nil, RealQEMU.reason), .timeLimit(.minutes(2)))
struct RealQEMUTests {
  private func withQEMU(
    _ options: String = "", _ body: (RealQEMU, QMPConnection) async throws -> Void
  ) async throws {
    let qemu = try RealQEMU(options)
    let connection = try await QMPConnection.connect(to: qemu.path, timeout: .seconds(60))
    try await body(qemu, connection)
    await connection.close()
    await qemu.end()
  }

  @Test func `it greets, answers, refuses and quits`() async throws {
    try await withQEMU { qemu, connection async throws in
      #expect(await connection.peer?.version.isEmpty == false)
      #expect(try await connection.queryStatus() == .running)
      let error = await failure { try await connection.execute("no-such-command") }
      guard case .refused("no-such-command", "CommandNotFound", _)? = error else {
        return #expect(Bool(false), "\(String(describing: error))")
      }
      try await connection.quit()
      let events = connection.events()
      #expect(await names(events, until: "none").allSatisfy { $0 == "SHUTDOWN" })
      let handle = ProcessHandle(pid: qemu.pid)
      #expect(await handle?.waitForEnd(timeout: .seconds(20)) != false)
    }
  }

  @Test func `a descriptor reaches it through getfd, and a bad one does not`() async throws {
    try await withQEMU { _, connection async throws in
      var ends: [Int32] = [-1, -1]
      try #require(pipe(&ends) == 0)
      _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
      try await connection.execute("getfd", ["fdname": "pipe"], descriptors: [ends[1]], outOfBand: false)
      close(ends[1])
      // QEMU holds the other end now: nothing to read, and no end of file.
      var byte: UInt8 = 0
      #expect(read(ends[0], &byte, 1) == -1)
      try await connection.execute("closefd", ["fdname": "pipe"])
      // A child that another test starts at this moment holds a copy until it becomes its program.
      #expect(await MainContextExecutor.shared.isReadable(ends[0], within: .seconds(20)))
      #expect(read(ends[0], &byte, 1) == 0)
      close(ends[0])
      let error = await failure { try await connection.execute("getfd", ["fdname": "none"]) }
      #expect(error?.description.hasPrefix("QEMU refused 'getfd': ") == true)
    }
  }

  @Test func `query-yank overtakes out of band`() async throws {
    try await withQEMU { _, connection async throws in
      #expect(await connection.peer?.capabilities.contains("oob") == true)
      let instances = try await connection.execute("query-yank", outOfBand: true).arrayValue
      #expect(instances?.contains { $0["id"] == "m" } == true)
      let error = await failure { try await connection.execute("query-status", outOfBand: true) }
      guard case .refused? = error else { return #expect(Bool(false), "\(String(describing: error))") }
    }
  }

  @Test func `several followers see the same events`() async throws {
    try await withQEMU { _, connection async throws in
      let streams = [connection.events(), connection.events(), connection.events()]
      try await connection.stop()
      try await connection.resume()
      for stream in streams { #expect(await names(stream, until: "RESUME") == ["STOP", "RESUME"]) }
      #expect(try await connection.queryStatus() == .running)
    }
  }

  @Test func `forty commands at once are all answered`() async throws {
    try await withQEMU { _, connection async throws in
      try await withThrowingTaskGroup(of: RunState.self) { group in
        for _ in 0..<40 { group.addTask { try await connection.queryStatus(timeout: .seconds(30)) } }
        for try await state in group { #expect(state == .running) }
      }
    }
  }

  @Test func `text and integers survive the way there and back`() async throws {
    try await withQEMU { _, connection async throws in
      // An error repeats what it was given.
      let name = "😀 é \"\\ \u{1} end"
      let error = await failure { try await connection.execute("qom-get", ["path": .string(name), "property": "x"]) }
      #expect(error?.description.contains("😀 é") == true)
      let value: JSONValue = .integer(Int64.max)
      let wrong = await failure { try await connection.execute("query-status", ["id": value]) }
      #expect(wrong?.description == "QEMU refused 'query-status': Parameter 'id' is unexpected")
    }
  }

  @Test func `the byte 0xFF resets its parser, which is an error without an id`() async throws {
    let qemu = try RealQEMU()
    let socket = try UnixSocket(connectingTo: UnixSocketPath(qemu.path))
    let lines = await talk(
      socket,
      [
        Array(#"{"execute":"qmp_capabilities"}"#.utf8), [0x0A], Array(#"{"execute": "query-sta"#.utf8), [0xFF],
        Array(#"{"execute":"query-status","id":1}"#.utf8),
      ])
    let messages = try lines.map { try QMPMessage(line: $0) }
    guard messages.count == 4, case .greeting = messages[0], case .failure(.missing, "GenericError", _) = messages[2],
      case .success(.number(1), _) = messages[3]
    else {
      Issue.record("\(messages)")
      return
    }
    await qemu.end()
  }

  /// Sends the bytes on the executor's thread, and collects lines until there are four.
  private func talk(_ socket: UnixSocket, _ pieces: [[UInt8]]) async -> [[UInt8]] {
    let result = OneShot<[[UInt8]]>()
    let executor = MainContextExecutor.shared
    nonisolated(unsafe) var received: [UInt8] = []
    let timer = executor.timer(after: .seconds(60)) { result.finish([]) }
    let start = executor.timer(after: .zero) {
      socket.start { event in
        if case .received(let bytes) = event { received += bytes }
        let lines = received.split(separator: 0x0A).map { Array($0.filter { $0 != 0x0D }) }
        if received.last == 0x0A, lines.count == 4 { result.finish(lines) }
      }
      for piece in pieces { try? socket.send(piece) }
    }
    defer {
      timer.cancel()
      start.cancel()
    }
    return await result.value
  }

  @Test func `a second client gets no greeting and is told why`() async throws {
    try await withQEMU { qemu, connection async throws in
      let error = await failure { try await QMPConnection.connect(to: qemu.path, timeout: .milliseconds(200)) }
      #expect(error == .timedOut(command: "greeting", after: .milliseconds(200)))
      await connection.close()
      let next = try await QMPConnection.connect(to: qemu.path, timeout: .seconds(30))
      #expect(try await next.queryStatus() == .running)
      await next.close()
    }
  }

  @Test func `a monitor with pretty=on is understood`() async throws {
    try await withQEMU(",pretty=on") { _, connection async throws in
      #expect(try await connection.queryStatus() == .running)
      #expect(try await connection.execute("query-commands").arrayValue?.isEmpty == false)
    }
  }

  @Test func `its sudden death fails what waits`() async throws {
    try await withQEMU { qemu, connection async throws in
      await qemu.end()
      let error = await failure { try await connection.queryStatus() }
      #expect(error == .disconnected("QEMU closed the connection"))
    }
  }

  @Test func `its schema, devices and properties are understood`() async throws {
    try await withQEMU { _, connection async throws in
      let introspection = QMPIntrospection(connection, cacheDirectory: nil)
      let schema = try await introspection.schema()
      #expect(schema.commands.count > 150 && schema.events.count > 30)
      #expect(schema.commands["query-yank"]?.allowsOutOfBand == true)
      #expect(schema.objectTypes.contains("filter-dump"))
      // Every type can be looked at.
      for command in schema.commands.values {
        _ = command.returns.description
        for member in command.arguments.members { _ = member.type.description }
      }
      let devices = try await introspection.deviceTypes().map(\.name)
      #expect(devices.contains("virtio-net-pci") && devices.contains("e1000"))
      #expect(try await introspection.properties(of: "virtio-net-pci").contains { $0.name == "mac" })
      let user = try #require(schema.commands["netdev_add"]).arguments.members(given: ["type": "user"])
      #expect(user.contains { $0.name == "hostfwd" })
    }
  }

  @Test func `what the check calls right is right, and what it calls wrong is wrong, in QEMU's eyes`() async throws {
    try await withQEMU { _, connection async throws in
      let introspection = QMPIntrospection(connection, cacheDirectory: nil)
      let cases: [(String, JSONObject)] = [
        ("netdev_add", ["type": "user", "id": "n1", "hostfwd": [["str": "tcp:127.0.0.1:0-:22"]]]),
        ("netdev_add", ["type": "hubport", "id": "n2", "hubid": 1]),
        ("netdev_add", ["type": "usr", "id": "n3"]), ("netdev_add", ["type": "user", "id": 5]),
        ("netdev_add", ["type": "hubport", "id": "n4", "hubid": "1"]),
        ("netdev_add", ["type": "hubport", "id": "n5", "hubid": 1, "restrict": true]),
        ("object-add", ["qom-type": "rng-builtin", "id": "r"]),
        ("object-add", ["qom-type": "rng-builtn", "id": "r2"]),
        ("blockdev-add", ["driver": "null-co", "node-name": "b", "size": 1024]),
        ("blockdev-add", ["driver": "raw", "node-name": "c", "file": ["driver": "null-co", "size": "x"]]),
        ("blockdev-add", ["driver": "raw", "node-name": "d", "file": "b"]), ("query-status", ["a": 1]),
        ("set_link", ["name": "n1"]), ("human-monitor-command", ["command-line": "info status"]),
      ]
      for (command, arguments) in cases {
        let problems = try await introspection.checkArguments(of: command, arguments).filter(\.isError)
        let error = await failure { try await connection.execute(command, arguments) }
        #expect(
          problems.isEmpty == (error == nil), "\(command) \(arguments): \(problems), \(String(describing: error))")
      }
    }
  }

  @Test func `a session is recorded, and replays`() async throws {
    try await withQEMU { qemu, first async throws in
      await first.close()
      let recorder = try await SessionRecorder(monitor: qemu.path)
      try await SessionTests.converse(try await QMPConnection.connect(to: recorder.path, timeout: .seconds(30)))
      let recording = await recorder.finish()
      if let path = getenv("QMP_RECORD_SESSION") {
        try DurableFile.write(recording.text.utf8, to: String(cString: path), mode: 0o644)
      }
      let again = try SessionRecording(parsing: recording.text)
      #expect(again == recording)
      let peer = try await ScriptedPeer(replaying: again)
      try await SessionTests.converse(try await QMPConnection.connect(to: peer.path, timeout: .seconds(30)))
      #expect(await peer.deviations == [])
      await peer.close()
    }
  }
}
