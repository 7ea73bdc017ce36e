/// A command of `runcmd`.
public enum CloudInitCommand: Sendable, Equatable {
  /// A line for the shell.
  case shell(String)
  /// A program and its arguments; no shell looks at them.
  case words([String])

  /// The command as a line for the shell.
  public var line: String {
    switch self {
    case .shell(let line): line
    case .words(let words): words.map(Self.quoted).joined(separator: " ")
    }
  }

  private static func quoted(_ word: String) -> String {
    let isPlain = !word.isEmpty && word.utf8.allSatisfy { ASCII.isAlphanumeric($0) || "_-./:=@%+,".utf8.contains($0) }
    return isPlain
      ? word : "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
