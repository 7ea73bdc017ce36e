internal import JSON

/// The commands that somebody waits for: which may be sent now, and which answer is whose.
///
/// It holds the rules and no socket. Every command ends exactly once: answered, expired, cancelled or failed.
struct CommandTable {
  /// QEMU holds eight in-band commands a monitor and stops reading beyond that (monitor/monitor-internal.h).
  static let maximumInFlight = 8

  typealias Outcome = Result<JSONValue, QMPError>

  /// The number on the wire, and which of the commands that had it this one is.
  ///
  /// QEMU reads its monitor byte by byte, two system calls each, so numbers are short and used again; and the only
  /// in-band command that waits goes without any: what comes back without an id is its answer (qmp-spec: "The id
  /// member is optional").
  struct ID {
    /// Stands for no id.
    static let none: Int64 = 0

    let number: Int64
    fileprivate let serial: Int
  }

  /// A command as it goes to QEMU.
  struct Outgoing {
    let id: ID
    let line: [UInt8]
    let descriptors: [Int32]
  }

  private struct Entry {
    let serial: Int
    let name: String
    let timeout: Duration
    let deadline: SuspendingClock.Instant
    let waiter: CheckedContinuation<Outcome, Never>
  }

  private var entries: [Int64: Entry] = [:]
  /// In-band commands that QEMU has and has not answered. One whose waiter gave up still takes its place.
  private var inFlight: [Int64] = []
  private var inBand = LineOfCommands()
  private var outOfBand = LineOfCommands()
  /// What QEMU has and has not answered, in band or out of it.
  private var unanswered: Set<Int64> = []
  /// Numbers to be used again.
  private var free: [Int64] = []
  private var isAnonymousTaken = false
  private var count: Int64 = 0
  private var serial = 0

  /// For a command that is about to be added.
  mutating func newID(isOutOfBand: Bool) -> ID {
    serial += 1
    if !isOutOfBand, !isAnonymousTaken {
      isAnonymousTaken = true
      return ID(number: ID.none, serial: serial)
    }
    if let number = free.popLast() { return ID(number: number, serial: serial) }
    count += 1
    return ID(number: count, serial: serial)
  }

  mutating func add(
    _ command: Outgoing, name: String, timeout: Duration, deadline: SuspendingClock.Instant, isOutOfBand: Bool,
    waiter: CheckedContinuation<Outcome, Never>
  ) {
    entries[command.id.number] = Entry(
      serial: command.id.serial, name: name, timeout: timeout, deadline: deadline, waiter: waiter)
    if isOutOfBand { outOfBand.append(command) } else { inBand.append(command) }
  }

  /// The next command to send; nil while QEMU has its fill. What goes out of band doesn't wait in line.
  mutating func next() -> Outgoing? {
    while let command = outOfBand.popFirst() {
      if isWanted(command) { return command }
    }
    while inFlight.count < Self.maximumInFlight, let command = inBand.popFirst() {
      guard isWanted(command) else { continue }
      inFlight.append(command.id.number)
      return command
    }
    return nil
  }

  /// Whether somebody still waits for a command that has left the line.
  private mutating func isWanted(_ command: Outgoing) -> Bool {
    let number = command.id.number
    guard entries[number] != nil else {
      release(number)
      return false
    }
    unanswered.insert(number)
    return true
  }

  /// An answer has come; one that nothing was sent for is dropped.
  mutating func answer(_ id: Int64, _ outcome: Outcome) {
    guard unanswered.remove(id) != nil else { return }
    inFlight.removeAll { $0 == id }
    end(id, outcome)
    release(id)
  }

  private mutating func release(_ number: Int64) {
    if number == ID.none { isAnonymousTaken = false } else { free.append(number) }
  }

  /// QEMU refused something without saying what: the command without id, or one that it could not read. It takes
  /// in-band commands in order, so the oldest it has is that one.
  mutating func refuseUnnamed(_ errorClass: String, _ description: String) {
    guard let id = unanswered.contains(ID.none) ? ID.none : inFlight.first else { return }
    refuse(id, errorClass, description)
  }

  mutating func refuse(_ id: Int64, _ errorClass: String, _ description: String) {
    let name = entries[id]?.name ?? ""
    answer(id, .failure(.refused(command: name, errorClass: errorClass, description: description)))
  }

  /// The task of a command was cancelled; another may have its number by now.
  mutating func cancel(_ id: ID) {
    guard let entry = entries[id.number], entry.serial == id.serial else { return }
    end(id.number, .failure(.cancelled(command: entry.name)))
  }

  mutating func expire(_ now: SuspendingClock.Instant) {
    for (id, entry) in entries where entry.deadline <= now {
      end(id, .failure(.timedOut(command: entry.name, after: entry.timeout)))
    }
  }

  /// The connection has ended.
  mutating func failAll(_ error: QMPError) {
    inBand = LineOfCommands()
    outOfBand = LineOfCommands()
    inFlight = []
    for id in entries.keys.sorted() { end(id, .failure(error)) }
  }

  var earliestDeadline: SuspendingClock.Instant? { entries.values.map(\.deadline).min() }

  /// Nobody waits any more where there is no entry.
  private mutating func end(_ id: Int64, _ outcome: Outcome) {
    entries.removeValue(forKey: id)?.waiter.resume(returning: outcome)
  }
}

/// First in, first out, without moving the rest at each step.
private struct LineOfCommands {
  private var commands: [CommandTable.Outgoing?] = []
  private var head = 0

  mutating func append(_ command: CommandTable.Outgoing) { commands.append(command) }

  mutating func popFirst() -> CommandTable.Outgoing? {
    guard head < commands.count else { return nil }
    defer {
      commands[head] = nil
      head += 1
      if head == commands.count { (commands, head) = ([], 0) }
    }
    return commands[head]
  }
}
