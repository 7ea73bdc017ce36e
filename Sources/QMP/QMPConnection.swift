internal import GLib
public import JSON

/// A client of QEMU's machine protocol on a UNIX socket.
///
/// Commands may be sent from many tasks; each has an id, a deadline and its own answer. Events go to all
/// who follow ``events()``. At the end of the connection every pending command fails, and it stays ended:
/// connect anew, and ask for the state again, since events were missed.
///
/// Specification: QEMU's docs/interop/qmp-spec. Needs permission to open the socket and nothing else.
public actor QMPConnection {
  nonisolated let executor = MainContextExecutor.shared
  public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// The executor of the thread on which all connections live.
  ///
  /// A task that sends many commands one after the other is faster there, because no command has to switch
  /// threads: `Task(executorPreference: QMPConnection.taskExecutor) { … }`. It must never block.
  public static var taskExecutor: any TaskExecutor { MainContextExecutor.shared.tasks }

  let socket: UnixSocket
  let greetingWaiter = OneShot<Result<QMPGreeting, QMPError>>()
  private nonisolated let hub = EventHub()
  private var framer = LineFramer()
  private var greeting: QMPGreeting?
  private var commands = CommandTable()
  private var timer: EventSource?
  private var timerDue: SuspendingClock.Instant?
  private var end: QMPError?

  /// Only connects: for a caller that listens on the socket itself and starts QEMU afterwards.
  package init(connectingTo path: String) throws(QMPError) {
    do {
      socket = try UnixSocket(connectingTo: UnixSocketPath(path))
    } catch {
      throw Self.isBusy(error) ? .timedOut(command: Self.greetingName, after: .zero) : .unreachable(error.message)
    }
  }

  /// Talks over a connected socket; takes over the descriptor.
  package init(adopting descriptor: Int32) throws(QMPError) {
    do { socket = try UnixSocket(adopting: descriptor) } catch { throw .unreachable(error.message) }
  }

  /// The events from now on, one stream for each caller; it ends with the connection.
  ///
  /// Events that came before anybody followed, such as those during the handshake, go to the first caller.
  /// A stream whose reader falls behind by 10 000 events loses the oldest. QEMU sends some kinds of event
  /// at most once a second, so state that counts is worth a query.
  public nonisolated func events() -> AsyncStream<QMPEvent> { hub.follow() }

  /// What QEMU said first; nil before the handshake.
  public var peer: QMPGreeting? { greeting }

  /// Whether commands can still be sent.
  public var isConnected: Bool { end == nil }

  /// Runs a command and waits for its answer.
  ///
  /// - Parameters:
  ///   - command: its name, as in the QEMU QMP Reference Manual.
  ///   - arguments: what it takes; see ``QMPSchema/checkArguments(of:_:deviceProperties:)``.
  ///   - timeout: a command that takes longer throws `timedOut`; a late answer is dropped.
  ///   - descriptors: sent along with the command, for `getfd` and `add-fd`; the caller keeps its own.
  ///   - outOfBand: let it overtake others; only a few commands allow it.
  /// - Returns: the answer's `return` value.
  /// - Throws: `QMPError`: `refused` by QEMU, `timedOut`, `cancelled` with the task, `disconnected`.
  @discardableResult
  public func execute(
    _ command: String, _ arguments: JSONObject = [:], timeout: Duration = .seconds(10), descriptors: [Int32] = [],
    outOfBand: Bool = false
  ) async throws(QMPError) -> JSONValue {
    if let end { throw end }
    if Task.isCancelled { throw .cancelled(command: command) }
    let id = commands.newID(isOutOfBand: outOfBand)
    var members: [(String, JSONValue)] = [(outOfBand ? "exec-oob" : "execute", .string(command))]
    if !arguments.isEmpty { members.append(("arguments", .object(arguments))) }
    if id.number != CommandTable.ID.none { members.append(("id", .integer(id.number))) }
    let line = JSONValue.object(JSONObject(members)).compactBytes + [0x0A]
    // An end of time that no clock can count is the same as a very late one.
    let timeout = min(timeout, .seconds(1_000_000_000))
    let deadline = SuspendingClock.now + timeout
    let outcome = await withTaskCancellationHandler {
      await withCheckedContinuation { waiter in
        commands.add(
          CommandTable.Outgoing(id: id, line: line, descriptors: descriptors), name: command, timeout: timeout,
          deadline: deadline, isOutOfBand: outOfBand, waiter: waiter)
        arm(for: deadline)
        sendWaiting()
      }
    } onCancel: {
      Task { await self.cancel(id) }
    }
    return try outcome.get()
  }

  /// Ends the connection; QEMU itself goes on.
  public func close() { finish(.disconnected("the connection was closed")) }

  // MARK: On the executor

  private func cancel(_ id: CommandTable.ID) { commands.cancel(id) }

  private func sendWaiting() {
    while end == nil, let command = commands.next() {
      do throws(GLibError) {
        try socket.send(command.line, descriptors: command.descriptors)
      } catch {
        // Only a descriptor that isn't one is refused here. A peer that is gone shows up as an end of file,
        // after all that it said before.
        commands.answer(command.id.number, .failure(.unreachable("nothing was sent: \(error.message)")))
      }
    }
  }

  /// One timer stands for all deadlines; it is moved only to be earlier, so that most commands leave it alone.
  private func arm(for deadline: SuspendingClock.Instant) {
    if let timerDue, timerDue <= deadline { return }
    timerDue = deadline
    timer?.cancel()
    timer = executor.timer(after: deadline - SuspendingClock.now) { [weak self] in
      self?.assumeIsolated { $0.expire() }
    }
  }

  private func expire() {
    timerDue = nil
    commands.expire(SuspendingClock.now)
    if let next = commands.earliestDeadline { arm(for: next) }
  }

  func startReading() {
    socket.start { [weak self] event in
      // The callback is on the executor's thread already; the bytes stay where they are.
      nonisolated(unsafe) let event = event
      self?.assumeIsolated { $0.handle(event) }
    }
  }

  private func handle(_ event: UnixSocket.Event) {
    switch event {
    case .closed(let error): finish(.disconnected(error?.message ?? "QEMU closed the connection"))
    case .received(let bytes):
      do throws(QMPError) {
        try framer.append(bytes) { line throws(QMPError) in
          if end == nil { receive(try QMPMessage(line: line)) }
        }
      } catch {
        finish(error)
      }
      sendWaiting()
    }
  }

  private func receive(_ message: QMPMessage) {
    switch message {
    case .event(let event): hub.send(event)
    case .greeting(let greeting):
      self.greeting = greeting
      greetingWaiter.finish(.success(greeting))
    case .success(.number(let id), let value): commands.answer(id, .success(value))
    case .success(.missing, let value): commands.answer(CommandTable.ID.none, .success(value))
    case .failure(.number(let id), let errorClass, let text): commands.refuse(id, errorClass, text)
    case .failure(.missing, let errorClass, let text): commands.refuseUnnamed(errorClass, text)
    case .success, .failure: break
    }
  }

  private func finish(_ error: QMPError) {
    guard end == nil else { return }
    end = error
    socket.close()
    timer?.cancel()
    commands.failAll(error)
    greetingWaiter.finish(.failure(error))
    hub.end()
  }
}
