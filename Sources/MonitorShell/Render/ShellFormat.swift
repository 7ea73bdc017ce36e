/// How results are written.
package enum ShellFormat: String, Sendable, CaseIterable {
  /// For people.
  case pretty
  /// One JSON value a command, on one line.
  case json
}
