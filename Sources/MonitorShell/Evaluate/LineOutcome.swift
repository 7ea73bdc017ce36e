/// What became of a line.
package enum LineOutcome: Sendable, Equatable {
  case done
  case failed(ShellError)
  /// The command goes on in the next line.
  case needsMore
  /// Leave the shell.
  case leave
}
