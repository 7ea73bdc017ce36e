import Foundation
import Testing

/// `vmrun monitor` on a terminal, of which the test is the user.
final class MonitorTerminal: Sendable {
  let terminal: PseudoTerminal
  let command: RunningCommand

  /// - Parameter controlling: make it the program's own terminal, so that Ctrl-C becomes a signal while no line is
  ///   read.
  init(_ sandbox: Sandbox, _ words: String..., controlling: Bool = false) throws {
    terminal = try PseudoTerminal()
    let prefix = controlling ? ["setsid", "--ctty", "--wait"] : []
    var command = sandbox.command(
      prefix + [TestHost.vmrun, "monitor"] + words, env: ["TERM": "xterm", "NO_COLOR": "1", "PAGER": "cat"])
    command.terminal = terminal
    self.command = try command.start()
  }

  /// What is on the screen: the text with escape sequences taken out and erased lines dropped.
  var screen: String { ScreenText.of(terminal.text) }

  func type(_ text: String) { terminal.type(text) }

  /// Waits until the screen shows a text.
  func see(_ text: String, timeout: Duration = .seconds(15), sourceLocation: SourceLocation = #_sourceLocation)
    async throws
  {
    try await see("'\(text)'", timeout: timeout, sourceLocation: sourceLocation) { $0.contains(text) }
  }

  func see(
    _ what: String, timeout: Duration = .seconds(15), sourceLocation: SourceLocation = #_sourceLocation,
    _ condition: (String) -> Bool
  ) async throws {
    let deadline = ContinuousClock.now + timeout
    while !condition(screen) {
      try #require(
        ContinuousClock.now < deadline, "no \(what) within \(timeout):\n\(screen)", sourceLocation: sourceLocation)
      try await Task.sleep(for: .milliseconds(10))
    }
  }

  /// Types a line and waits for what follows.
  func run(_ line: String, until text: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
    type(line + "\r")
    try await see(text, sourceLocation: sourceLocation)
  }

  /// The line with the cursor.
  var lastLine: String { screen.split(separator: "\n", omittingEmptySubsequences: false).last.map(String.init) ?? "" }
}
