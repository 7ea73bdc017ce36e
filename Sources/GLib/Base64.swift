internal import CGLib

package enum Base64 {
  /// Bytes in base64 (RFC 4648) without line breaks.
  package static func encode(_ bytes: [UInt8]) -> String {
    bytes.withUnsafeBufferPointer { buffer in
      guard !buffer.isEmpty, let text = g_base64_encode(buffer.baseAddress, gsize(buffer.count)) else { return "" }
      defer { g_free(text) }
      return String(cString: text)
    }
  }
}
