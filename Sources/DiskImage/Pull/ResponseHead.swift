/// What the header lines of an HTTP response say about its length (RFC 9110, 8.6 and 14.4).
struct ResponseHead: Sendable {
  private(set) var status = 0
  private var length: UInt64?
  /// Bytes of the whole, as a part's head names them, or that of an answer that there is no such part.
  private(set) var rangeTotal: UInt64?

  /// Takes one line; a redirect's head is followed by the next one's.
  mutating func read(_ line: String) {
    if line.hasPrefix("HTTP/") {
      let words = line.split(separator: " ")
      self = ResponseHead()
      status = words.count > 1 ? Int(words[1]) ?? 0 : 0
      return
    }
    guard let colon = line.firstIndex(of: ":") else { return }
    let value = line[line.index(after: colon)...].drop { $0 == " " }
    switch line[..<colon].lowercased() {
    case "content-length": length = UInt64(value)
    case "content-range": rangeTotal = value.lastIndex(of: "/").flatMap { UInt64(value[value.index(after: $0)...]) }
    default: break
    }
  }

  /// Bytes of the whole, of which `offset` were there before; nil when it does not say.
  func total(from offset: UInt64) -> UInt64? {
    switch status {
    case 206: rangeTotal ?? length.map { $0 &+ offset }
    case 200..<300: length
    default: nil
    }
  }
}
