package import JSON

/// What a look at a stored disk came to.
package struct DiskVerdict: Sendable, Equatable {
  package enum Finding: String, Sendable {
    case ok
    /// Whole as far as its own tables tell; nobody wrote down its digest.
    case unsigned
    case damaged
    /// A machine that runs has it.
    case busy
  }

  /// `tiny (x86_64, 0123abc)` or a machine's name.
  package var name: String
  package var path: String
  package var finding: Finding
  package var message: String

  package var json: JSONValue {
    [
      "name": .string(name), "path": .string(path), "result": .string(finding.rawValue), "message": .string(message),
    ]
  }
}
