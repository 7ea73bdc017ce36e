internal import Synchronization

/// A value that arrives once, from whichever of several sources is first, and that one task waits for.
package final class OneShot<Value: Sendable>: Sendable {
  private enum State {
    case empty
    case waiting(CheckedContinuation<Value, Never>)
    case finished(Value)
    case taken
  }

  private let state = Mutex<State>(.empty)

  package init() {}

  /// The first value counts; later ones are dropped.
  package func finish(_ value: Value) {
    let waiting: CheckedContinuation<Value, Never>? = state.withLock { state in
      switch state {
      case .empty:
        state = .finished(value)
        return nil
      case .waiting(let continuation):
        state = .taken
        return continuation
      case .finished, .taken: return nil
      }
    }
    waiting?.resume(returning: value)
  }

  /// For one caller.
  package var value: Value {
    get async {
      await withCheckedContinuation { continuation in
        let ready: Value? = state.withLock { state in
          guard case .finished(let value) = state else {
            state = .waiting(continuation)
            return nil
          }
          state = .taken
          return value
        }
        if let ready { continuation.resume(returning: ready) }
      }
    }
  }
}
