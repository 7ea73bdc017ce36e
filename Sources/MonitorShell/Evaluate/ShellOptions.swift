/// How a shell behaves.
package struct ShellOptions: Sendable {
  /// Somebody is there who reads events and answers questions.
  package var isInteractive = false
  /// Do what is dangerous without a question.
  package var force = false
  /// Go on after a command that failed.
  package var keepsGoing = false
  /// How long QEMU may take for one command.
  package var commandTimeout = Duration.seconds(60)
  /// Where what QEMU says of itself is kept; nil: nowhere.
  package var cacheDirectory: String?

  package init() {}
}
