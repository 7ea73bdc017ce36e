import Testing

/// A place of a test's own, in which something takes its time.
protocol Waiting {}

extension Waiting {
  /// Waits for something to become true.
  func wait(
    _ what: Comment, timeout: Duration = .seconds(20), sourceLocation: SourceLocation = #_sourceLocation,
    until condition: () async throws -> Bool
  ) async throws {
    let deadline = ContinuousClock.now + timeout
    while try await !condition() {
      try #require(ContinuousClock.now < deadline, "waited \(timeout) for: \(what)", sourceLocation: sourceLocation)
      try await Task.sleep(for: .milliseconds(20))
    }
  }
}
