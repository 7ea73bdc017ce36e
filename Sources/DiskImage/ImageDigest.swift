internal import GLib
package import VMProfile

/// What a file has to contain, told by its digest: `sha256:…` or `sha512:…`.
package struct ImageDigest: Sendable, Hashable {
  let kind: StreamingChecksum.Kind
  /// Lower case.
  package let digits: String

  init(kind: StreamingChecksum.Kind, digits: String) {
    self.kind = kind
    self.digits = digits
  }

  /// - Throws: `InvalidValue` that says what such a text looks like.
  package init(parsing text: String) throws(InvalidValue) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let kind = StreamingChecksum.Kind(rawValue: String(parts[0])) else {
      throw InvalidValue(text: text, reason: "expected sha256: or sha512: and the digest's digits")
    }
    let digits = parts[1].lowercased()
    guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }) else {
      throw InvalidValue(text: text, reason: "a digest has the digits 0 to 9 and a to f")
    }
    guard digits.utf8.count == kind.digits else {
      throw InvalidValue(
        text: text, reason: "\(kind.rawValue) has \(kind.digits) digits, and this has \(digits.utf8.count)")
    }
    self.init(kind: kind, digits: digits)
  }

  package var text: String { "\(kind.rawValue):\(digits)" }
}
