/// What stands at the cursor.
enum CompletionSubject: Equatable {
  /// The first word.
  case command
  /// A word of one of the shell's own commands, after these.
  case verb(ShellVerb, [InputWord])
  /// The name of an argument.
  case key(command: String, given: [InputWord])
  /// The value of an argument.
  case value(command: String, given: [InputWord], key: String)
  /// A word of an HMP line, after these.
  case hmp([String])
  case nothing
}
