internal import GLib

/// MAC addresses of what vmrun makes: the same at every `net up`, so that guests' tables stay right.
enum DerivedMAC {
  /// The beginning of SHA-256 over the words, each as a netstring (`5:hello,`); of the first octet two bits are set by
  /// rule: locally administered, unicast.
  static func address(_ words: String...) -> String {
    let text = (["vmrun network mac 1"] + words).map { "\($0.utf8.count):\($0)," }.joined()
    let digest = Checksum.sha256(text.utf8)
    let digits = Array(digest.prefix(12))
    let pairs = stride(from: 2, to: 12, by: 2).map { String(digits[$0...($0 + 1)]) }
    return (["02"] + pairs).joined(separator: ":")
  }
}
