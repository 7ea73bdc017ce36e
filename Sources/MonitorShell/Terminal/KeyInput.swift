/// From a terminal's bytes to characters: joins UTF-8, and takes the harm out of what is pasted.
///
/// Terminals enclose a paste in `ESC [ 200 ~` and `ESC [ 201 ~` when they are asked to (xterm's "bracketed paste").
/// Within, a tab is a blank and no wish for completion, and control characters are dropped.
struct KeyInput {
  /// What the bytes so far give.
  enum Next: Equatable {
    case scalar(Unicode.Scalar)
    /// More bytes would decide; what is there already makes sense on its own if none come.
    case undecided
    case empty
  }

  private static let pasteBegins = Array("\u{1B}[200~".utf8)
  private static let pasteEnds = Array("\u{1B}[201~".utf8)

  private var bytes: ArraySlice<UInt8> = []
  private(set) var isPasting = false
  private var endsInReturn = false

  mutating func append(_ more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

  /// - Parameter isFinal: nothing more came in time: an undecided beginning is taken for what it is.
  mutating func next(isFinal: Bool = false) -> Next {
    while let first = bytes.first {
      let marker = isPasting ? Self.pasteEnds : Self.pasteBegins
      if first == 0x1B {
        if bytes.starts(with: marker) {
          bytes = bytes.dropFirst(marker.count)
          isPasting.toggle()
          continue
        }
        // A lone Escape is a key of its own, once nothing has followed it.
        if marker.starts(with: bytes), !isFinal { return .undecided }
      }
      guard let scalar = takeScalar(isFinal: isFinal) else { return .undecided }
      guard isPasting else { return .scalar(scalar) }
      defer { endsInReturn = scalar == "\r" }
      switch scalar {
      case "\n" where endsInReturn: continue
      case "\r", "\n": return .scalar("\n")
      case "\t": return .scalar(" ")
      default: if scalar.value >= 0x20, scalar.value != 0x7F { return .scalar(scalar) }
      }
    }
    return .empty
  }

  /// - Returns: nil when the character's last bytes are not there yet.
  private mutating func takeScalar(isFinal: Bool) -> Unicode.Scalar? {
    guard let first = bytes.first else { return nil }
    let length =
      switch first {
      case 0xC2...0xDF: 2
      case 0xE0...0xEF: 3
      case 0xF0...0xF4: 4
      default: 1
      }
    let candidate = bytes.prefix(length)
    if candidate.count < length, !isFinal, candidate.dropFirst().allSatisfy({ $0 & 0xC0 == 0x80 }) { return nil }
    guard let text = String(validating: candidate, as: UTF8.self), let scalar = text.unicodeScalars.first else {
      bytes = bytes.dropFirst()
      return "\u{FFFD}"
    }
    bytes = bytes.dropFirst(length)
    return scalar
  }
}
