internal import CGLib
internal import Glibc

/// Files that are replaced whole: a reader sees the old content or the new, also after a crash.
package enum DurableFile {
  /// Writes through a temporary file beside the target, synced and renamed over it.
  ///
  /// - Parameter mode: permissions of a new file.
  package static func write(_ bytes: some Sequence<UInt8>, to path: String, mode: Int32 = 0o600) throws(GLibError) {
    try write(bytes, to: path, mode: mode, flags: [G_FILE_SET_CONTENTS_CONSISTENT, G_FILE_SET_CONTENTS_DURABLE])
  }

  /// The same without waiting for the disk: for what can be made again, such as a cache, or is flushed later.
  package static func replace(_ bytes: some Sequence<UInt8>, to path: String) throws(GLibError) {
    let temporary = "\(path).\(g_random_int())"
    try write(bytes, to: temporary, mode: 0o600, flags: [])
    guard rename(temporary, path) == 0 else {
      let error = GLibError.systemCall("rename", temporary)
      unlink(temporary)
      throw error
    }
  }

  /// Waits until a file that `replace` wrote is on the disk, content and name.
  package static func flush(_ path: String) throws(GLibError) {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    for name in [path, folder] {
      let descriptor = open(name, O_RDONLY | O_CLOEXEC)
      defer { if descriptor >= 0 { close(descriptor) } }
      guard descriptor >= 0, fsync(descriptor) == 0 else { throw GLibError.systemCall("write to the disk", name) }
    }
  }

  private static func write(
    _ bytes: some Sequence<UInt8>, to path: String, mode: Int32, flags: [GFileSetContentsFlags]
  ) throws(GLibError) {
    let raw = flags.reduce(0) { $0 | $1.rawValue }
    var error: UnsafeMutablePointer<GError>?
    let content = ContiguousArray(bytes)
    let done = content.withUnsafeBytes { buffer in
      // GLib takes no null pointer even for an empty file.
      buffer.withMemoryRebound(to: CChar.self) { characters in
        g_file_set_contents_full(
          path, characters.baseAddress ?? UnsafePointer(bitPattern: 1), gssize(characters.count),
          GFileSetContentsFlags(rawValue: raw), mode, &error)
      }
    }
    guard done != 0 else {
      let error = GLibError(consuming: error)
      // GLib names the temporary file beside it, which nobody has asked for.
      throw error.code.map { GLibError("cannot write \(path): \(String(cString: strerror($0)))", code: $0) } ?? error
    }
  }

  /// The bytes of a file.
  ///
  /// - Parameter limit: refuse files larger than this many bytes.
  package static func read(_ path: String, limit: Int = 64 << 20) throws(GLibError) -> [UInt8] {
    try readRegular(path, limit: limit)
  }
}
