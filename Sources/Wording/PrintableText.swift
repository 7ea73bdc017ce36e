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

  /// The text on one line, without control characters and what could turn the direction of the text; at most 1000 characters.
  package var escapedLine: String {
    let limit = 1000
    var result = ""
    for (index, scalar) in unicodeScalars.enumerated() {
      guard index < limit else { return "\(result)… (\(unicodeScalars.count - limit) characters more)" }
      switch (scalar, scalar.properties.generalCategory) {
      case ("\n", _): result += "\\n"
      case (_, .control), (_, .format), (_, .lineSeparator), (_, .paragraphSeparator):
        result += "\\u{\(String(scalar.value, radix: 16))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t"
  }
}
