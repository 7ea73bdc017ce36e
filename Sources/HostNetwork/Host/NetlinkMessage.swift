internal import CLinux

/// One object that the kernel told of: an interface, an address or a route (rtnetlink(7)).
struct NetlinkMessage {
  let type: UInt16
  /// What follows `struct nlmsghdr`.
  let payload: ArraySlice<UInt8>

  /// A number of the fixed part, in the machine's own byte order; 0 beyond its end.
  func number<Value: FixedWidthInteger>(_ type: Value.Type = Value.self, at offset: Int) -> Value {
    Self.number(payload.dropFirst(offset))
  }

  /// The attributes behind a fixed part of `size` bytes.
  func attributes(after size: Int) -> [Int: ArraySlice<UInt8>] { Self.attributes(payload.dropFirst(size)) }

  /// `struct rtattr`: length and kind in two bytes each, the value, and space up to a multiple of four.
  static func attributes(_ bytes: ArraySlice<UInt8>) -> [Int: ArraySlice<UInt8>] {
    var found: [Int: ArraySlice<UInt8>] = [:]
    var rest = bytes
    while rest.count >= 4 {
      let length = Int(number(rest, as: UInt16.self))
      guard length >= 4, length <= rest.count else { break }
      // The two highest bits of the kind are flags.
      let kind = Int(number(rest.dropFirst(2), as: UInt16.self) & 0x3FFF)
      found[kind] = rest.dropFirst(4).prefix(length - 4)
      rest = rest.dropFirst(aligned(length))
    }
    return found
  }

  static func number<Value: FixedWidthInteger>(_ bytes: ArraySlice<UInt8>, as type: Value.Type = Value.self) -> Value {
    let size = MemoryLayout<Value>.size
    guard bytes.count >= size else { return 0 }
    return bytes.withUnsafeBytes { $0.loadUnaligned(as: Value.self) }
  }

  /// A text that ends with a zero byte.
  static func text(_ bytes: ArraySlice<UInt8>?) -> String? {
    bytes.map { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }

  /// All messages of one datagram.
  static func messages(_ datagram: ArraySlice<UInt8>) -> [NetlinkMessage] {
    var messages: [NetlinkMessage] = []
    var rest = datagram
    while rest.count >= headerSize {
      let length = Int(number(rest, as: UInt32.self))
      guard length >= headerSize, length <= rest.count else { break }
      let message = rest.prefix(length).dropFirst(headerSize)
      messages.append(NetlinkMessage(type: number(rest.dropFirst(4)), payload: message))
      rest = rest.dropFirst(aligned(length))
    }
    return messages
  }

  static let headerSize = MemoryLayout<nlmsghdr>.size

  private static func aligned(_ length: Int) -> Int { (length + 3) & ~3 }
}
