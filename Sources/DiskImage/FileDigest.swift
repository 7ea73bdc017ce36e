internal import GLib
internal import Glibc

/// The digest of a file of any size.
package enum FileDigest {
  /// - Throws: `file` when it cannot be read, `tool(.cancelled)` when the task is cancelled.
  package static func compute(_ path: String, like digest: ImageDigest? = nil) async throws(DiskImageError)
    -> ImageDigest
  {
    let file = try IncomingFile(reading: path)
    file.complete()
    return await file.digest(digest?.kind ?? .sha256)
  }
}
