internal import GLib
public import JSON

/// A client of QEMU's machine protocol on a UNIX socket.
///
/// Commands may be sent from many tasks; each has an id, a deadline and its own answer. Events go to all
/// who follow ``events()``. At the end of the connection every pending command fails.
///
/// Specification: QEMU's docs/interop/qmp-spec. Needs permission to open the socket and nothing else.
public actor QMPConnection {
  /// QEMU holds eight in-band commands a monitor and stops reading beyond that.
  static let maximumInFlight = 8

  private nonisolated let executor = MainContextExecutor.shared
  public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  private let socket: UnixSocket
  private nonisolated let hub = EventHub()
  private var framer = LineFramer()
  private var greeting: QMPGreeting?
  private var greetingWaiter: OneShot<Result<QMPGreeting, QMPError>>?
  private var pending: [Int64: PendingCommand] = [:]
  private var queue: [QueuedCommand] = []
  private var nextID: Int64 = 1
  private var end: QMPError?

  private struct PendingCommand {
    let name: String
    let answer: OneShot<Result<JSONValue, QMPError>>
    var deadline: EventSource?
    /// False while it waits in our own queue.
    var isSent: Bool
  }

  private struct QueuedCommand {
    let id: Int64
    let line: [UInt8]
    let descriptors: [Int32]
  }

  /// Connects and negotiates.
  ///
  /// - Parameters:
  ///   - path: the monitor's UNIX socket.
  ///   - timeout: how long QEMU may take to greet and to agree on capabilities.
  /// - Throws: `QMPError.unreachable` when nobody listens; `timedOut` when another client holds the
  ///   monitor: QEMU serves one at a time.
  public static func connect(to path: String, timeout: Duration = .seconds(5)) async throws(QMPError) -> QMPConnection {
    let connection = try QMPConnection(connectingTo: path)
    do {
      try await connection.negotiate(timeout: timeout)
    } catch {
      await connection.close()
      throw error
    }
    return connection
  }

  /// Only connects: for a caller that listens on the socket itself and starts QEMU afterwards.
  package init(connectingTo path: String) throws(QMPError) {
    do {
      socket = try UnixSocket(connectingTo: UnixSocketPath(path))
    } catch {
      throw .unreachable(error.message)
    }
  }

  /// Talks over a connected socket; takes over the descriptor.
  package init(adopting descriptor: Int32) throws(QMPError) {
    do { socket = try UnixSocket(adopting: descriptor) } catch { throw .unreachable(error.message) }
  }

  /// The events from now on, one stream for each caller; it ends with the connection.
  public nonisolated func events() -> AsyncStream<QMPEvent> { hub.follow() }

  /// What QEMU said first.
  public var peer: QMPGreeting? { greeting }

  /// Reads the greeting and leaves negotiation mode; `oob` is enabled where QEMU offers it.
  @discardableResult
  package func negotiate(timeout: Duration) async throws(QMPError) -> QMPGreeting {
    let deadline = ContinuousClock.now + timeout
    let greeting = try await receiveGreeting(timeout: timeout)
    let enabled: [JSONValue] = greeting.capabilities.contains("oob") ? ["oob"] : []
    let left = max(deadline - ContinuousClock.now, .milliseconds(1))
    try await execute("qmp_capabilities", enabled.isEmpty ? [:] : ["enable": .array(enabled)], timeout: left)
    return greeting
  }

  private func receiveGreeting(timeout: Duration) async throws(QMPError) -> QMPGreeting {
    let waiter = OneShot<Result<QMPGreeting, QMPError>>()
    greetingWaiter = waiter
    socket.start { [weak self] event in
      // The callback is on the executor's thread already; the bytes stay where they are.
      nonisolated(unsafe) let event = event
      self?.assumeIsolated { $0.handle(event) }
    }
    let timer = executor.timer(after: timeout) {
      waiter.finish(.failure(.timedOut(command: "greeting", after: timeout)))
    }
    let result = await withTaskCancellationHandler {
      await waiter.value
    } onCancel: {
      waiter.finish(.failure(.cancelled(command: "greeting")))
    }
    timer.cancel()
    greetingWaiter = nil
    return try result.get()
  }

  /// Runs a command and waits for its answer.
  ///
  /// - Parameters:
  ///   - timeout: a command that takes longer throws `timedOut`; a late answer is dropped.
  ///   - descriptors: sent along with the command, for `getfd` and `add-fd`; the caller keeps its own.
  ///   - outOfBand: let it overtake others; only a few commands allow it.
  /// - Returns: the answer's `return` value.
  @discardableResult
  public func execute(
    _ command: String, _ arguments: JSONObject = [:], timeout: Duration = .seconds(10), descriptors: [Int32] = [],
    outOfBand: Bool = false
  ) async throws(QMPError) -> JSONValue {
    if let end { throw end }
    let id = nextID
    nextID += 1
    var message: JSONObject = [outOfBand ? "exec-oob" : "execute": .string(command)]
    if !arguments.isEmpty { message["arguments"] = .object(arguments) }
    message["id"] = .integer(id)
    let answer = OneShot<Result<JSONValue, QMPError>>()
    let timer = executor.timer(after: timeout) { [weak self] in
      self?.assumeIsolated { $0.settle(id, .failure(.timedOut(command: command, after: timeout))) }
    }
    pending[id] = PendingCommand(name: command, answer: answer, deadline: timer, isSent: false)
    queue.append(QueuedCommand(id: id, line: JSONValue.object(message).compactBytes + [0x0A], descriptors: descriptors))
    sendQueued()
    let result = await withTaskCancellationHandler {
      await answer.value
    } onCancel: {
      answer.finish(.failure(.cancelled(command: command)))
    }
    settle(id, result)
    return try result.get()
  }

  /// Ends the connection; QEMU itself goes on.
  public func close() { finish(.disconnected("the connection was closed")) }

  // MARK: On the executor

  private func sendQueued() {
    while let next = queue.first, pending.values.count(where: \.isSent) < Self.maximumInFlight {
      queue.removeFirst()
      guard pending[next.id] != nil else { continue }
      pending[next.id]?.isSent = true
      do throws(GLibError) {
        try socket.send(next.line, descriptors: next.descriptors)
      } catch {
        return finish(.disconnected(error.message))
      }
    }
  }

  private func handle(_ event: UnixSocket.Event) {
    switch event {
    case .closed(let error): finish(.disconnected(error?.message ?? "QEMU closed the connection"))
    case .received(let bytes):
      do throws(QMPError) {
        var lines: [[UInt8]] = []
        try framer.append(bytes) { lines.append($0) }
        for line in lines where end == nil { receive(try QMPMessage(line: line)) }
      } catch {
        finish(error)
      }
    }
  }

  private func receive(_ message: QMPMessage) {
    switch message {
    case .event(let event): hub.send(event)
    case .greeting(let greeting):
      self.greeting = greeting
      greetingWaiter?.finish(.success(greeting))
    case .success(let id, let value):
      guard let id else { return }
      settle(id, .success(value))
    case .failure(let id, let errorClass, let description):
      // QEMU leaves the id out when it could not read the command; with one in flight it is clear which.
      let sent = pending.filter(\.value.isSent).keys
      guard let id = id ?? (sent.count == 1 ? sent.first : nil), let name = pending[id]?.name else { return }
      settle(id, .failure(.refused(command: name, errorClass: errorClass, description: description)))
    }
  }

  /// Gives a command its result; the answer to an unknown id is nobody's and dropped.
  private func settle(_ id: Int64, _ result: Result<JSONValue, QMPError>) {
    guard let command = pending.removeValue(forKey: id) else { return }
    command.deadline?.cancel()
    command.answer.finish(result)
    sendQueued()
  }

  private func finish(_ error: QMPError) {
    guard end == nil else { return }
    end = error
    socket.close()
    queue = []
    for id in pending.keys.sorted() { settle(id, .failure(error)) }
    greetingWaiter?.finish(.failure(error))
    hub.end()
  }
}
