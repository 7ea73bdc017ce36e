internal import Glibc

extension QEMUImage {
  /// Checks a file that a profile names as its image: a regular, readable file in a format that can be a base.
  ///
  /// - Throws: `unreadableImage` or `unsupportedFormat`.
  package static func probe(_ path: String) async throws(DiskImageError) -> ImageInfo {
    guard path.hasPrefix("/") else { throw .unreadableImage(path: path, reason: "the path is not absolute") }
    guard let status = FileStatus(path) else {
      throw .unreadableImage(path: path, reason: String(cString: strerror(errno)))
    }
    guard status.kind == .file else {
      throw .unreadableImage(path: path, reason: status.kind == .folder ? "it is a folder" : "it is not a regular file")
    }
    guard access(path, R_OK) == 0 else {
      throw .unreadableImage(path: path, reason: String(cString: strerror(errno)))
    }
    guard status.size > 0 else { throw .unreadableImage(path: path, reason: "it is empty") }
    let info = try await info(path)
    guard ["qcow2", "raw"].contains(info.format) else { throw .unsupportedFormat(path: path, format: info.format) }
    // Any file could be a raw disk; one without whole sectors is none.
    guard info.format == "qcow2" || status.size % 512 == 0 else {
      throw .unreadableImage(
        path: path, reason: "it is no qcow2, and no raw disk: its \(status.size) bytes are no whole sectors of 512")
    }
    return info
  }
}
