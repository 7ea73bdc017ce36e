package import QMP

/// Where a shell's results go: a terminal, a pipe, or a test's list.
package protocol ShellOutput: Sendable {
  func show(_ result: ShellResult) async
  /// What a person should know and a program need not.
  func note(_ text: String) async
  func report(_ error: ShellError) async
  func report(_ event: QMPEvent) async
  /// The prompt is another one now.
  func promptChanged() async
  /// Asks for leave; only called for interactive shells.
  func confirm(_ question: String) async -> Bool
}
