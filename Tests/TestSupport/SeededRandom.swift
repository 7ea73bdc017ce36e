package import JSON

/// The same numbers in each run (SplitMix64), so that a failure can be repeated.
package struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  package mutating func bytes(upTo count: Int) -> [UInt8] {
    (0..<Int.random(in: 0...count, using: &self)).map { _ in UInt8.random(in: 0...255, using: &self) }
  }

  package mutating func text() -> String {
    let scalars: [Unicode.Scalar] = ["a", "\"", "\\", "\n", "\0", "é", "😀", "\u{7F}", "\u{FFFD}", "z", "/", " "]
    var text = ""
    for _ in 0..<Int.random(in: 0...6, using: &self) {
      text.unicodeScalars.append(scalars[Int.random(in: 0..<scalars.count, using: &self)])
    }
    return text
  }

  package mutating func value(depth: Int) -> JSONValue {
    switch Int.random(in: 0...(depth > 0 ? 7 : 5), using: &self) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &self))
    case 2: return .integer(Int64(truncatingIfNeeded: next()) >> Int64.random(in: 0..<64, using: &self))
    case 3: return JSONValue(unsigned: next())
    case 4: return .double(Double.random(in: -1e9...1e9, using: &self))
    case 5: return .string(text())
    case 6: return .array((0..<Int.random(in: 0...4, using: &self)).map { _ in value(depth: depth - 1) })
    default:
      let members = (0..<Int.random(in: 0...4, using: &self)).map { _ in (text(), value(depth: depth - 1)) }
      return .object(JSONObject(members))
    }
  }
}
