internal import Synchronization

/// Hands each event to all who follow them.
final class EventHub: Sendable {
  /// Bounds what a reader that falls behind costs.
  static let maximumBacklog = 10_000
  /// Bounds what is kept for the first follower.
  static let maximumEarly = 64

  private struct State {
    var followers: [Int: AsyncStream<QMPEvent>.Continuation] = [:]
    var nextID = 0
    /// What came before the first follower; nil since there was one.
    var early: [QMPEvent]? = []
    var ended = false
  }

  private let state = Mutex(State())

  /// A stream of the events from now on; it ends with the connection.
  func follow() -> AsyncStream<QMPEvent> {
    AsyncStream(bufferingPolicy: .bufferingNewest(Self.maximumBacklog)) { continuation in
      let id: Int? = state.withLock { state in
        // Under the lock, so that no later event overtakes an early one.
        for event in state.early ?? [] { continuation.yield(event) }
        state.early = nil
        guard !state.ended else { return nil }
        defer { state.nextID += 1 }
        state.followers[state.nextID] = continuation
        return state.nextID
      }
      guard let id else { return continuation.finish() }
      continuation.onTermination = { [weak self] _ in
        self?.state.withLock { _ = $0.followers.removeValue(forKey: id) }
      }
    }
  }

  var followerCount: Int { state.withLock { $0.followers.count } }

  func send(_ event: QMPEvent) {
    let followers = state.withLock { state in
      if let count = state.early?.count, count < Self.maximumEarly { state.early?.append(event) }
      return Array(state.followers.values)
    }
    for follower in followers { follower.yield(event) }
  }

  func end() {
    let followers = state.withLock { state in
      defer { state.followers = [:] }
      state.ended = true
      return Array(state.followers.values)
    }
    for follower in followers { follower.finish() }
  }

  /// A stream whose other end is dropped would wait for ever.
  deinit { end() }
}
