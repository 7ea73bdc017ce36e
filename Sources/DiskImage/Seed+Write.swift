internal import GLib
internal import Glibc
internal import HostTool

extension Seed {
  /// The SHA-256 over what the guest is told; the caller records it with the instance.
  package var digest: String {
    Checksum.sha256([metaData, userData, networkConfig].joined(separator: "\u{0}").utf8)
  }

  /// Writes the seed as an ISO 9660 file with the volume label `cidata`, mode 0600: it holds a private key.
  ///
  /// When the file exists and was made from the same texts it starts no process. The caller holds the
  /// instance's lock.
  ///
  /// - Parameter recordedDigest: what the last call returned.
  /// - Returns: the digest.
  @discardableResult
  package func write(to path: String, recordedDigest: String?) async throws(DiskImageError) -> String {
    let digest = digest
    if digest == recordedDigest, let status = FileStatus(path), status.kind == .file, status.size > 0 { return digest }
    TemporaryName.removeLeftovers(of: path)
    let folder = try Durable.folder { () throws(GLibError) in
      try Folder.temporary(prefix: TemporaryName.beside(path) + "-")
    }
    do throws(DiskImageError) {
      try await make(path, in: folder)
    } catch {
      try? Folder.remove(folder)
      throw error
    }
    try Durable.folder { () throws(GLibError) in try Folder.remove(folder) }
    return digest
  }

  private func make(_ path: String, in folder: String) async throws(DiskImageError) {
    let content = "\(folder)/content"
    guard mkdir(content, 0o700) == 0 else {
      throw .file(GLibError.systemCall("create the folder", content).description)
    }
    for (name, text) in [("meta-data", metaData), ("user-data", userData), ("network-config", networkConfig)] {
      try Durable.write(text, to: "\(content)/\(name)")
      Self.setTime("\(content)/\(name)")
    }
    Self.setTime(content)
    let image = "\(folder)/seed.iso"
    do throws(HostToolError) {
      try await HostTool.runChecked(
        Self.tool, ["-quiet", "-output", image, "-volid", "cidata", "-joliet", "-rational-rock", content],
        // A start-up file in the home or the current folder could change what these programs do.
        environment: ["SOURCE_DATE_EPOCH": "\(Self.epoch)", "HOME": folder], workingDirectory: folder)
    } catch {
      if case .failed(_, _, let message) = error, message.contains("No space left on device") {
        throw .noSpace(folder: TemporaryName.folder(of: path), message: message)
      }
      throw .tool(error)
    }
    chmod(image, 0o600)
    try Durable.sync(image)
    try Durable.rename(image, to: path)
  }

  /// The start of 2000: one text, one file.
  private static let epoch = 946_684_800

  private static func setTime(_ path: String) {
    let time = timespec(tv_sec: epoch, tv_nsec: 0)
    _ = utimensat(AT_FDCWD, path, [time, time], 0)
  }

  /// All three take mkisofs' options.
  private static var tool: String {
    ["xorrisofs", "genisoimage", "mkisofs"].first { HostTool.find($0) != nil } ?? "xorrisofs"
  }
}
