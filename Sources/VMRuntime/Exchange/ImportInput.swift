/// What another program's machine is read from.
package enum ImportInput: Sendable {
  /// A file, by its path.
  case file(String)
  /// A text that came through a pipe.
  case text(String)
  /// A QEMU command line, program first.
  case commandLine([String])

  /// The largest file that is read.
  package static let maximumSize = 1 << 20
}

/// A profile that was made from another program's machine, and is not written yet.
package struct ImportedFile: Sendable {
  package var yaml: String
  /// Where it belongs; nil: nowhere yet.
  package var path: String?
  /// One line for each thing that is not in it.
  package var losses: [String]
  package var name: String
}
