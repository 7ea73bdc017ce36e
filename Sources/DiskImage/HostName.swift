/// The name that a guest gives itself.
package enum HostName {
  /// A label by RFC 1123 out of a VM's name: letters, digits and inner dashes, at most 63.
  package static func label(from name: String) -> String {
    let dash = UInt8(ascii: "-")
    var label = name.utf8.prefix(63).map { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        byte
      default: dash
      }
    }[...]
    label = label.drop { $0 == dash }
    while label.last == dash { label.removeLast() }
    return label.isEmpty ? "vm" : String(decoding: label, as: UTF8.self)
  }
}
