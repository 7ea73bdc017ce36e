internal import CGLib

/// A digest of bytes that come piece by piece.
package struct StreamingChecksum: ~Copyable {
  package enum Kind: String, Sendable, CaseIterable {
    case sha256
    case sha512

    /// How many hexadecimal digits the digest has.
    package var digits: Int { self == .sha256 ? 64 : 128 }
  }

  private let checksum: OpaquePointer?

  package init(_ kind: Kind) {
    checksum = g_checksum_new(kind == .sha256 ? G_CHECKSUM_SHA256 : G_CHECKSUM_SHA512)
  }

  deinit { g_checksum_free(checksum) }

  package func update(_ bytes: UnsafeRawBufferPointer) {
    bytes.withMemoryRebound(to: UInt8.self) { g_checksum_update(checksum, $0.baseAddress, gssize($0.count)) }
  }

  /// The digest of all bytes so far, in lower case; nothing can be added afterwards.
  package consuming func finish() -> String { g_checksum_get_string(checksum).map { String(cString: $0) } ?? "" }
}
