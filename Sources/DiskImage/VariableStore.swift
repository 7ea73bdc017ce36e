internal import Glibc
internal import VMProfile

/// Where a machine's UEFI keeps its variables: what to boot, and what the guest wrote there.
package enum VariableStore {
  /// Makes the store from the firmware's template when it is missing; else it starts no process. The caller holds the
  /// instance's lock.
  ///
  /// - Parameter format: the template's, `raw` or `qcow2`.
  /// - Throws: `file` when the store there has another size than the template: it belongs to another firmware.
  package static func prepare(
    at path: String, template: String, format: String
  ) async throws(DiskImageError) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return try await QEMUImage.copy(template, format: format, to: path) }
    guard let header = QCOW2Header(path: path), header.backingFile == nil else {
      throw .file("\(path) is no variable store of UEFI: remove it, and the next start makes a new one")
    }
    guard let size = size(of: template, format: format) else {
      throw .unreadableImage(path: template, reason: String(cString: strerror(errno)))
    }
    guard header.virtualSize.bytes == size else {
      throw .file(
        "the UEFI variables in \(path) (\(header.virtualSize.bytes) bytes) were made for another firmware than that of "
          + "\(template) (\(size) bytes): install the old one again, or remove the file, which loses them")
    }
  }

  private static func size(of template: String, format: String) -> UInt64? {
    format == "raw" ? FileStatus(template)?.size : QCOW2Header(path: template)?.virtualSize.bytes
  }
}
