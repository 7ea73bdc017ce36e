internal import CGLib
internal import Glibc

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
  /// The number behind an error of GLib's file functions, of those that decide what to do about it.
  private static func errno(_ error: GError) -> Int32? {
    guard error.domain == g_file_error_quark() else { return nil }
    switch GFileError(UInt32(bitPattern: error.code)) {
    case G_FILE_ERROR_ACCES: return EACCES
    case G_FILE_ERROR_PERM: return EPERM
    case G_FILE_ERROR_ROFS: return EROFS
    case G_FILE_ERROR_NOENT: return ENOENT
    case G_FILE_ERROR_NOSPC: return ENOSPC
    default: return nil
    }
  }

  /// Takes over the `GError` that a call filled in, and frees it.
  init(consuming error: UnsafeMutablePointer<GError>?) {
    guard let error else {
      self.init("GLib failed without saying why")
      return
    }
    defer { g_error_free(error) }
    self.init(String(cString: error.pointee.message), code: Self.errno(error.pointee))
  }
}
