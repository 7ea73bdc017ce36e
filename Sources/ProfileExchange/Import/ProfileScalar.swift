/// A text as a scalar of a profile, on one line whatever is in it.
enum ProfileScalar {
  /// Bare where every reader of YAML takes it for a text, else in double quotes (YAML 1.2, 7.3.1).
  static func text(_ text: String) -> String {
    let first = text.unicodeScalars.first
    let isPlain = text.unicodeScalars.allSatisfy { scalar in
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "/", ".", "_", "-": true
      default: false
      }
    }
    let words = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]
    let begins = first.map { $0 == "/" || ("a"..."z").contains($0) || ("A"..."Z").contains($0) } == true
    if isPlain, begins || text.hasPrefix("./") || text.hasPrefix("../"), !words.contains(text.lowercased()) {
      return text
    }
    return quoted(text)
  }

  static func quoted(_ text: String) -> String {
    var result = "\""
    // A profile has variables of its own, and nothing of another program's is to become one.
    for scalar in text.replacing("${", with: "$${").unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case " "..."~": result.unicodeScalars.append(scalar)
      // Some characters end a line in YAML that nobody sees.
      case _ where scalar.properties.isAlphabetic && scalar.value < 0xFFFF: result.unicodeScalars.append(scalar)
      default:
        let digits = String(scalar.value, radix: 16)
        result += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
      }
    }
    return result + "\""
  }
}
