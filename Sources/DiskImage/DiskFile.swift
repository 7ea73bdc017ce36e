internal import Glibc
package import VMProfile

/// A disk that a profile names by its file. QEMU believes what a qcow2's header says, so vmrun looks first: a file from
/// elsewhere could name any file of the host as its content.
package enum DiskFile {
  /// Beyond this a header was not made by an honest program.
  private static let maximumSize = ByteSize(bytes: 64 << 40)

  /// Checks the file. Starts no process.
  ///
  /// - Parameters:
  ///   - path: absolute.
  ///   - format: nil: it must be a qcow2. A raw disk is never guessed: its guest may write what looks like a header.
  /// - Returns: the size as the guest sees it.
  /// - Throws: `unreadableImage`.
  package static func check(
    _ path: String, format: DiskFormat?, isReadOnly: Bool
  ) throws(DiskImageError) -> ByteSize {
    let status = try regular(path)
    guard isReadOnly || access(path, W_OK) == 0 else {
      throw refuse(path, "\(String(cString: strerror(errno))); for a disk that is only read write `readonly: true`")
    }
    guard format != .raw else {
      guard status.size > 0, status.size % 512 == 0 else {
        throw refuse(path, "it has \(status.size) bytes, and a raw disk has whole sectors of 512")
      }
      return ByteSize(bytes: status.size)
    }
    guard let header = QCOW2Header(path: path) else {
      throw refuse(
        path,
        format == nil ? "it is no qcow2; if it is a raw disk, write `format: raw`" : "it is no qcow2, as `format` says")
    }
    if let below = header.backingFile {
      throw refuse(
        path, "it stands on another image, \(below); make one file of both with `qemu-img convert -O qcow2 FROM TO`")
    }
    guard !Self.hasDataFile(path) else {
      throw refuse(path, "its data are in another file; make one of both with `qemu-img convert -O qcow2 FROM TO`")
    }
    guard header.virtualSize <= maximumSize else {
      throw refuse(
        path, "its header claims \(header.virtualSize.bytes) bytes, and vmrun takes at most \(maximumSize)")
    }
    return header.virtualSize
  }

  /// Checks a file that QEMU only reads: an ISO, a kernel.
  package static func checkReadable(_ path: String) throws(DiskImageError) {
    let status = try regular(path)
    guard status.size > 0 else { throw refuse(path, "it is empty") }
  }

  private static func regular(_ path: String) throws(DiskImageError) -> FileStatus {
    guard let status = FileStatus(path) else { throw refuse(path, String(cString: strerror(errno))) }
    guard status.kind == .file else {
      throw refuse(path, status.kind == .folder ? "it is a folder" : "it is not a regular file")
    }
    guard access(path, R_OK) == 0 else { throw refuse(path, String(cString: strerror(errno))) }
    return status
  }

  /// Bit 2 of the incompatible features (docs/interop/qcow2.txt, "Header").
  private static func hasDataFile(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return true }
    defer { close(descriptor) }
    var header = [UInt8](repeating: 0, count: 80)
    guard pread(descriptor, &header, header.count, 0) == header.count else { return true }
    return header[7] >= 3 && header[79] & 4 != 0
  }

  private static func refuse(_ path: String, _ reason: String) -> DiskImageError {
    .unreadableImage(path: path, reason: reason)
  }
}
