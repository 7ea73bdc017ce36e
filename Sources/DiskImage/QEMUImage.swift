internal import GLib
internal import Glibc
internal import HostTool
internal import JSON
package import VMProfile

/// `qemu-img`.
///
/// Every path must be absolute: QEMU then takes it as a file's name whatever is in it, while a relative
/// `json:{…}` or `nbd:…` would be a protocol.
package enum QEMUImage {
  private static let timeout = Duration.seconds(120)

  /// What an image is.
  ///
  /// Works on the disk of a running VM too.
  package static func info(_ path: String) async throws(DiskImageError) -> ImageInfo {
    let output = try await run(["info", "--output=json", "-U", path], about: path)
    guard let json = try? JSONValue(parsing: output.standardOutput), let format = json["format"]?.stringValue,
      let size = json["virtual-size"]?.intValue
    else { throw .unreadableImage(path: path, reason: "qemu-img said nothing about it that vmrun understands") }
    return ImageInfo(
      format: format, virtualSize: ByteSize(bytes: UInt64(max(0, size))),
      actualSize: ByteSize(bytes: UInt64(max(0, json["actual-size"]?.intValue ?? 0))),
      backingFile: json["full-backing-filename"]?.stringValue ?? json["backing-filename"]?.stringValue,
      backingFormat: json["backing-filename-format"]?.stringValue,
      dataFile: json["format-specific"]?["data"]?["data-file"]?.stringValue)
  }

  /// Makes a qcow2 that holds the changes on top of `backing`. What exists at `path` is replaced. Starts no process
  /// where the size of the image below is known without one.
  ///
  /// It appears complete or not at all, with mode 0600.
  ///
  /// - Parameter size: of the new disk; nil: as the backing image.
  package static func createOverlay(
    at path: String, backing: String, backingFormat: String, size: ByteSize?
  ) async throws(DiskImageError) {
    let size = if let size { size } else { try await baseSize(backing, format: backingFormat) }
    let temporary = TemporaryName.beside(path)
    TemporaryName.removeLeftovers(of: path)
    do throws(DiskImageError) {
      try QCOW2Overlay(backing: backing, backingFormat: backingFormat, size: size.roundedToSectors).write(to: temporary)
      try Durable.rename(temporary, to: path)
    } catch {
      unlink(temporary)
      throw error
    }
  }

  /// The size of an image that something stands on; a raw one has as many bytes as its file.
  static func baseSize(_ path: String, format: String) async throws(DiskImageError) -> ByteSize {
    guard format == "raw" else { return try await virtualSize(path) }
    guard let status = FileStatus(path) else {
      throw .unreadableImage(path: path, reason: String(cString: strerror(errno)))
    }
    return ByteSize(bytes: status.size)
  }

  /// Makes a disk larger.
  ///
  /// - Throws: `wouldShrink` for a smaller size: what is beyond it would be lost.
  package static func resize(_ path: String, format: String = "qcow2", to size: ByteSize) async throws(DiskImageError) {
    let size = size.roundedToSectors
    let current: ByteSize
    if format == "qcow2", let header = QCOW2Header(path: path) {
      current = header.virtualSize
    } else {
      current = try await info(path).virtualSize
    }
    guard size >= current else { throw .wouldShrink(path: path, current: current, wanted: size) }
    guard size > current else { return }
    try await run(["resize", "-q", "-f", format, path, "\(size.bytes)"], about: path)
  }

  package static func virtualSize(_ path: String) async throws(DiskImageError) -> ByteSize {
    if let header = QCOW2Header(path: path) { return header.virtualSize }
    return try await info(path).virtualSize
  }

  /// Looks for damage in a qcow2's tables.
  ///
  /// - Throws: `damagedDisk` when there is any; space that nobody uses is none.
  package static func check(_ path: String) async throws(DiskImageError) {
    let (status, output, said) = try await LongTool.run("qemu-img", ["check", "-q", "-f", "qcow2", path])
    switch status {
    // 3: only leaked clusters (qemu-img(1), check).
    case 0, 3: return
    case 2: throw .damagedDisk(path: path, message: HostTool.lastLines(of: output + said, count: 3))
    default: throw explain(.failed(tool: "qemu-img", status: .exited(status), message: said), about: path)
    }
  }

  /// - Parameter path: the file that a failure is about.
  @discardableResult
  static func run(_ arguments: [String], about path: String) async throws(DiskImageError) -> HostTool.Output {
    do throws(HostToolError) {
      return try await HostTool.runChecked("qemu-img", arguments, timeout: timeout)
    } catch {
      throw explain(error, about: path)
    }
  }

  /// The cause behind `qemu-img`'s message, where it is known.
  static func explain(_ error: HostToolError, about path: String) -> DiskImageError {
    guard case .failed(_, _, let message) = error else { return .tool(error) }
    if message.contains("No space left on device") || message.contains("Disk quota exceeded") {
      return .noSpace(folder: TemporaryName.folder(of: path), message: message)
    }
    if message.contains("Failed to get") && message.contains("lock") { return .diskInUse(path: path) }
    return .tool(error)
  }
}
