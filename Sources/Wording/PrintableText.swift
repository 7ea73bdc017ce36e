extension String {
  /// The text without control characters, which a guest or a file name could use to take over the terminal.
  package var printable: String {
    guard unicodeScalars.contains(where: { Self.isControl($0) }) else { return self }
    var result = UnicodeScalarView()
    for scalar in unicodeScalars {
      if Self.isControl(scalar) {
        result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }

  /// The same on one line.
  package var printableLine: String {
    printable.split(whereSeparator: \.isNewline).joined(separator: " ")
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t"
  }
}
