/// Sizes as QEMU's options have them: `512`, `2G`, `1.5G`, `512m`.
enum QEMUSize {
  private static let shifts: [Character: UInt64] = ["B": 0, "K": 10, "M": 20, "G": 30, "T": 40]

  /// - Parameter unit: what a number without a unit counts.
  /// - Returns: nil for what is no size, or beyond what QEMU counts.
  static func bytes(_ text: String, unit: Character) -> UInt64? {
    var number = text[...]
    // `4GiB` and `4GB` are taken, too: people write them.
    for suffix in ["iB", "ib", "B", "b"]
    where number.hasSuffix(suffix) && number.dropLast(suffix.count).last?.isLetter == true {
      number = number.dropLast(suffix.count)
    }
    var unit = unit
    if let last = number.last, last.isLetter {
      unit = Character(last.uppercased())
      number = number.dropLast()
    }
    guard let shift = shifts[unit], number.first != ".", number.utf8.count <= 20,
      number.utf8.allSatisfy({ $0 == UInt8(ascii: ".") || (0x30...0x39).contains($0) }),
      let value = Double(String(number)), value >= 0
    else { return nil }
    let bytes = value * Double(UInt64(1) << shift)
    guard bytes < 9.2e18 else { return nil }
    // Whole numbers exactly.
    if let whole = UInt64(number) { return whole << shift }
    return UInt64(bytes.rounded())
  }
}
