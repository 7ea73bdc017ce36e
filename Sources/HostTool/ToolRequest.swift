/// One program to run, resolved and ready.
struct ToolRequest: Sendable {
  var path: String
  var arguments: [String]
  /// Added to the caller's environment.
  var environment: [String: String]
  var workingDirectory: String?
  var timeout: Duration
  /// Gets the process's id (and so its group's) once it runs.
  var onStart: (@Sendable (Int32) -> Void)?

  /// For messages.
  var name: String { path.split(separator: "/").last.map(String.init) ?? path }
}
