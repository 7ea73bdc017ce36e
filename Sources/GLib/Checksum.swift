internal import CGLib

package enum Checksum {
  /// The SHA-256 of some bytes, as 64 hexadecimal digits.
  package static func sha256(_ bytes: some Sequence<UInt8>) -> String {
    let content = ContiguousArray(bytes)
    return content.withUnsafeBufferPointer { buffer in
      guard let digest = g_compute_checksum_for_data(G_CHECKSUM_SHA256, buffer.baseAddress, gsize(buffer.count)) else {
        return ""
      }
      defer { g_free(digest) }
      return String(cString: digest)
    }
  }
}
