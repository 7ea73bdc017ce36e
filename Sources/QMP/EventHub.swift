internal import Synchronization

/// Hands each event to all who follow them.
final class EventHub: Sendable {
  private struct State {
    var followers: [Int: AsyncStream<QMPEvent>.Continuation] = [:]
    var nextID = 0
    var ended = false
  }

  private let state = Mutex(State())

  /// A stream of the events from now on; it ends with the connection.
  func follow() -> AsyncStream<QMPEvent> {
    AsyncStream { continuation in
      let id: Int? = state.withLock { state in
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

  func send(_ event: QMPEvent) {
    let followers = state.withLock { Array($0.followers.values) }
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
}
