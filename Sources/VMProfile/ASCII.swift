/// Classes of ASCII characters; `Character.isLetter` and its like would let all of Unicode through.
enum ASCII {
  static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  static func isLower(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }

  static func isLetter(_ byte: UInt8) -> Bool { isLower(byte | 0x20) }

  static func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) }

  /// Whether a text is 1 to `limit` characters, first a letter or digit, then those or one of `others`.
  static func isWord(_ text: String, others: String, limit: Int) -> Bool {
    guard let first = text.utf8.first, isAlphanumeric(first), text.utf8.count <= limit else { return false }
    return text.utf8.allSatisfy { isAlphanumeric($0) || others.utf8.contains($0) }
  }

  /// A number of decimal digits without sign, separators or leading zeros; nil otherwise or beyond `Int`.
  static func decimal(_ text: some StringProtocol) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy(isDigit), text == "0" || text.utf8.first != UInt8(ascii: "0")
    else { return nil }
    return Int(text)
  }
}
