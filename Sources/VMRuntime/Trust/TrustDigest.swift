internal import GLib

/// Gathers what a permission depends on; two lists of parts never come to the same text.
struct TrustDigest {
  /// Bytes of a file that are looked at; what is larger is no script.
  private static let fileLimit = 16 << 20

  private var parts = ["vmrun trust 1"]

  mutating func add(_ words: String...) {
    parts.append(words.map { "\($0.utf8.count):\($0)" }.joined(separator: " "))
  }

  /// The same with a file's content. What cannot be read is not run either, and has a content of its own.
  mutating func add(_ kind: String, _ name: String, fileAt path: String) {
    let bytes = try? DurableFile.read(path, limit: Self.fileLimit)
    add(kind, name, bytes.map { Checksum.sha256($0) } ?? "unreadable")
  }

  var digest: String { Checksum.sha256(parts.joined(separator: "\n").utf8) }
}
