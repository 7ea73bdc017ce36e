internal import CGLib

/// An error that GLib reported, or a failed system call beside it.
package struct GLibError: Error, Sendable, Equatable, CustomStringConvertible {
  /// For people; names the object.
  package let message: String
  /// The `errno` behind it, when there is one.
  package let code: Int32?

  package init(_ message: String, code: Int32? = nil) {
    self.message = message
    self.code = code
  }

  package var description: String { message }
}

extension GLibError {
  /// Takes over the `GError` that a call filled in, and frees it.
  init(consuming error: UnsafeMutablePointer<GError>?) {
    guard let error else {
      self.init("GLib failed without saying why")
      return
    }
    defer { g_error_free(error) }
    self.init(String(cString: error.pointee.message))
  }
}
