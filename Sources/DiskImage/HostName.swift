/// The name that a guest gives itself.
package enum HostName {
  /// A label by RFC 1123 out of a VM's name: letters, digits and inner dashes, at most 63.
  package static func label(from name: String) -> String {
    let characters = name.utf8.prefix(63).map { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        byte
      default: UInt8(ascii: "-")
      }
    }
    let inner = characters.drop { $0 == UInt8(ascii: "-") }
    let trimmed = inner.prefix((inner.lastIndex { $0 != UInt8(ascii: "-") } ?? inner.startIndex - 1) + 1 - inner.startIndex)
    return trimmed.isEmpty ? "vm" : String(decoding: trimmed, as: UTF8.self)
  }
}
