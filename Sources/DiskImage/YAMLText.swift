/// Scalars of YAML that need no reader's guess.
enum YAMLText {
  /// A double-quoted scalar on one line (YAML 1.2, 7.3.1).
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{0}"..<" ", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}", "\u{FEFF}", "\u{FFFE}", "\u{FFFF}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// The lines of a literal block scalar, indented.
  static func block(_ text: String, indent: Int) -> String {
    let margin = String(repeating: " ", count: indent)
    return text.split(whereSeparator: \.isNewline).map { margin + $0 + "\n" }.joined()
  }
}
