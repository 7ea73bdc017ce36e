internal import QMP

/// The events since the previous command began, so that `wait` doesn't miss what was faster than itself.
struct EventBacklog {
  /// A machine that floods its monitor must not fill the memory.
  static let limit = 1000

  private var events: [QMPEvent] = []

  mutating func append(_ event: QMPEvent) {
    if events.count == Self.limit { events.removeFirst(Self.limit / 4) }
    events.append(event)
  }

  mutating func clear() { events.removeAll(keepingCapacity: true) }

  /// The first event that is waited for. It and all before it are taken out: the next wait is for a later one.
  mutating func take(_ wait: EventWait) -> QMPEvent? {
    guard let index = events.firstIndex(where: wait.matches) else { return nil }
    let event = events[index]
    events.removeFirst(index + 1)
    return event
  }
}
