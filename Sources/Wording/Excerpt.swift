/// Text of a user inside a message: short, on one line, and unable to steer a terminal.
package enum Excerpt {
  /// The first 60 characters of a text, with control and formatting characters written as escapes.
  package static func of(_ text: String) -> String {
    let limit = 60
    var result = ""
    for (index, scalar) in text.unicodeScalars.enumerated() {
      guard index < limit else { return result + "…" }
      switch (scalar, scalar.properties.generalCategory) {
      case ("\n", _): result += "\\n"
      case ("\t", _): result += "\\t"
      case (_, .control), (_, .format), (_, .lineSeparator), (_, .paragraphSeparator), (_, .unassigned):
        result += "\\u{\(String(scalar.value, radix: 16))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
