internal import GLib
internal import Glibc

/// A peer that speaks QMP from a script: a QEMU for tests, without a QEMU.
///
/// It listens on a UNIX socket in a folder of its own and serves one client at a time, like QEMU: a second
/// one connects and gets no greeting until the first has left.
///
///     var script = PeerScript()
///     script.on("query-status", [.answer(["status": "paused", "running": false])])
///     let peer = try await ScriptedPeer(script)
///     let connection = try await QMPConnection.connect(to: peer.path)
///     let state = try await connection.queryStatus()   // paused
///     await peer.commands                              // qmp_capabilities, query-status
///     await peer.close()
public actor ScriptedPeer {
  nonisolated let executor = MainContextExecutor.shared
  public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// The socket to connect to.
  public nonisolated let path: String
  /// What clients sent so far, in order.
  public private(set) var commands: [ReceivedCommand] = []
  /// All bytes that clients sent so far.
  public private(set) var receivedBytes: [UInt8] = []
  /// How a replayed session differed from the recording; empty when it didn't.
  public internal(set) var deviations: [String] = []

  let source: PeerSource
  var client: UnixSocket?
  var position = 0
  private let listener: PeerListener
  private var accepting: EventSource?
  private var line: [UInt8] = []
  private var arrived: [Int32] = []
  private var occurrences: [String: Int] = [:]
  private var playing: Task<Void, Never>?

  /// Listens and plays a script.
  ///
  /// - Throws: when there is no place for a socket in the temporary folder.
  public init(_ script: PeerScript = PeerScript(), backlog: Int = 16) async throws {
    try await self.init(.script(script), backlog: backlog)
  }

  /// Listens and plays QEMU's part of a recorded session. The client's part must be the same as it was; where it
  /// isn't, see ``deviations``.
  public init(replaying session: SessionRecording) async throws {
    try await self.init(.recording(session), backlog: 16)
  }

  private init(_ source: PeerSource, backlog: Int) async throws {
    self.source = source
    listener = try PeerListener(backlog: Int32(clamping: backlog))
    path = listener.path
    watch()
  }

  /// Takes steps now, after those that are being taken, and waits until they are taken.
  public func play(_ steps: PeerStep...) async {
    play(steps, answering: nil)
    await playing?.value
  }

  /// Waits until so many commands of that name have come.
  ///
  /// - Returns: the last of them; nil when they didn't come in time.
  public func command(_ name: String, count: Int = 1, within limit: Duration = .seconds(30)) async -> ReceivedCommand? {
    let deadline = ContinuousClock.now + limit
    repeat {
      let matching = commands.filter { $0.name == name }
      if matching.count >= count { return matching[count - 1] }
      do { try await Task.sleep(for: .milliseconds(2)) } catch { return nil }
    } while ContinuousClock.now < deadline
    return nil
  }

  /// Whether a client is connected now.
  public var hasClient: Bool { client != nil }

  /// Ends the connection, stops to listen, and removes the socket.
  public func close() {
    disconnect()
    accepting?.cancel()
    accepting = nil
    for command in commands { command.descriptors.forEach { Glibc.close($0) } }
    arrived.forEach { Glibc.close($0) }
    listener.remove()
  }

  // MARK: On the executor

  func watch() {
    accepting = executor.watch(listener.descriptor, for: .readable) { [weak self] in
      self?.assumeIsolated { $0.accept() } ?? false
    }
  }

  private func accept() -> Bool {
    guard let socket = listener.accept() else { return true }
    client = socket
    line = []
    position = 0
    socket.descriptorHandler = { [weak self] descriptors in
      self?.assumeIsolated { $0.arrived += descriptors }
    }
    socket.start { [weak self] event in
      nonisolated(unsafe) let event = event
      self?.assumeIsolated { $0.handle(event) }
    }
    play(opening(), answering: nil)
    // The next client waits in the backlog.
    return false
  }

  private func handle(_ event: UnixSocket.Event) {
    guard case .received(let bytes) = event else { return disconnect() }
    receivedBytes += bytes
    for byte in bytes {
      guard byte == 0x0A else {
        line.append(byte)
        continue
      }
      if var command = ReceivedCommand(line) {
        if command.takesDescriptors { swap(&command.descriptors, &arrived) }
        commands.append(command)
        let occurrence = occurrences[command.name, default: 0]
        occurrences[command.name] = occurrence + 1
        play(steps(for: command, occurrence: occurrence), answering: command)
      } else if !line.isEmpty {
        play([.failure(description: "JSON parse error")], answering: nil)
      }
      line = []
    }
  }

  private func play(_ steps: [PeerStep], answering command: ReceivedCommand?) {
    let before = playing
    let client = client
    playing = Task {
      await before?.value
      for step in steps {
        // Steps are for the client that caused them, not for the next one.
        guard let client, client === self.client else { return }
        await take(step, for: client, answering: command)
      }
    }
  }

  func disconnect() {
    guard let client else { return }
    client.close()
    self.client = nil
    if accepting != nil { watch() }
  }
}
