/// Why a profile or a network cannot be used. Exit code 78 on the command line.
public enum ProfileError: Error, Sendable, Equatable, CustomStringConvertible {
  /// All mistakes of one file, in the order of its lines; never empty.
  case invalid([Diagnostic])
  /// The file cannot be read; the text says why and what to do.
  case unreadable(String)

  /// One line for each mistake.
  public var description: String {
    switch self {
    case .invalid(let diagnostics): diagnostics.map(\.description).joined(separator: "\n")
    case .unreadable(let message): message
    }
  }
}
