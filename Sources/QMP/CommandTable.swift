internal import JSON

/// The commands that somebody waits for: which may be sent now, and which answer is whose.
///
/// It holds the rules and no socket. Every command ends exactly once: answered, expired, cancelled or failed.
struct CommandTable {
  /// QEMU holds eight in-band commands a monitor and stops reading beyond that (monitor/monitor-internal.h).
  static let maximumInFlight = 8

  typealias Outcome = Result<JSONValue, QMPError>

  /// A command as it goes to QEMU.
  struct Outgoing {
    let id: Int64
    let line: [UInt8]
    let descriptors: [Int32]
  }

  private struct Entry {
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
  private var nextID: Int64 = 1

  mutating func newID() -> Int64 {
    defer { nextID += 1 }
    return nextID
  }

  mutating func add(
    _ command: Outgoing, name: String, timeout: Duration, deadline: SuspendingClock.Instant, isOutOfBand: Bool,
    waiter: CheckedContinuation<Outcome, Never>
  ) {
    entries[command.id] = Entry(
      name: name, timeout: timeout, deadline: deadline, waiter: waiter)
    if isOutOfBand { outOfBand.append(command) } else { inBand.append(command) }
  }

  /// The next command to send; nil while QEMU has its fill. What goes out of band doesn't wait in line.
  mutating func next() -> Outgoing? {
    while let command = outOfBand.popFirst() {
      if entries[command.id] != nil { return command }
    }
    while inFlight.count < Self.maximumInFlight, let command = inBand.popFirst() {
      guard entries[command.id] != nil else { continue }
      inFlight.append(command.id)
      return command
    }
    return nil
  }

  /// An answer has come.
  mutating func answer(_ id: Int64, _ outcome: Outcome) {
    inFlight.removeAll { $0 == id }
    end(id, outcome)
  }

  /// QEMU refused something without saying what, because it could not read it. It takes in-band commands
  /// in order, so the oldest it has is the one.
  mutating func refuseOldest(_ errorClass: String, _ description: String) {
    guard let id = inFlight.first else { return }
    refuse(id, errorClass, description)
  }

  mutating func refuse(_ id: Int64, _ errorClass: String, _ description: String) {
    let name = entries[id]?.name ?? ""
    answer(id, .failure(.refused(command: name, errorClass: errorClass, description: description)))
  }

  mutating func cancel(_ id: Int64) {
    guard let entry = entries[id] else { return }
    end(id, .failure(.cancelled(command: entry.name)))
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

  /// Nobody waits for an unknown id: its answer is dropped.
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
