/// A command of a shell script that is of interest here.
struct ShellCommand: Sendable {
  /// The program first.
  var words: [ShellWord]
  /// What stood before it, such as `sudo`.
  var lead: [ShellWord] = []
  /// What is not known of the words, and what was taken although it may be otherwise.
  var notes: [ImportLoss] = []
  /// Where relative paths start: below the script's folder, or absolute. Nil: nobody knows.
  var folder: String?

  var line: Int { words.first?.line ?? 0 }
}
