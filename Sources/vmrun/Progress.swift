internal import Glibc

/// A line that says what is waited for, once it takes longer than a second.
enum Progress {
  static func show<Value: Sendable>(_ text: String, _ body: () async throws -> Value) async throws -> Value {
    let began = ContinuousClock.now
    let ticker = Task.detached {
      try await Task.sleep(for: .seconds(1))
      guard Terminal.errorIsTerminal else { return Terminal.message("\(text) …") }
      while true {
        Terminal.raw("\r\u{1B}[K\(text) … \((ContinuousClock.now - began).components.seconds) s")
        try await Task.sleep(for: .milliseconds(500))
      }
    }
    defer {
      ticker.cancel()
      if Terminal.errorIsTerminal, ContinuousClock.now - began > .seconds(1) { Terminal.raw("\r\u{1B}[K") }
    }
    return try await body()
  }
}
