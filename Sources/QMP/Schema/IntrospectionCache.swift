internal import GLib
internal import JSON

/// QEMU's long answers about itself, kept in a folder for each build of QEMU.
///
/// Each answer is a file of its own, so that several processes can fill the folder at once and each file
/// is replaced whole. A file begins with the digest of the rest: what is damaged is asked again.
struct IntrospectionCache: Sendable {
  private static let magic = "vmrun-qmp-1 "

  let directory: String

  func read(_ name: String) -> JSONValue? {
    guard let bytes = try? DurableFile.read(path(name), limit: LineFramer.maximumLength * 2),
      let newline = bytes.prefix(Self.magic.utf8.count + 65).firstIndex(of: 0x0A),
      bytes[..<newline].elementsEqual((Self.magic + Checksum.sha256(bytes[(newline + 1)...])).utf8)
    else { return nil }
    return try? JSONValue(parsing: bytes[(newline + 1)...])
  }

  /// Keeps an answer. A cache that can't be written costs time, and nothing else: errors are dropped.
  func write(_ value: JSONValue, as name: String) {
    let content = value.compactBytes
    let bytes = Array((Self.magic + Checksum.sha256(content) + "\n").utf8) + content
    guard (try? PrivateDirectory.ensure(directory)) != nil else { return }
    try? DurableFile.replace(bytes, to: path(name))
  }

  private func path(_ name: String) -> String { "\(directory)/\(name).json" }
}
