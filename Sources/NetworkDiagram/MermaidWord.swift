/// A word in a label of Mermaid that is shown as it is, whatever it looks like.
struct MermaidWord {
  /// An entity of a character without a width; between two others it keeps Markdown from seeing a link.
  static let joiner = "#8288;"

  private let word: String
  private let scalars: [Unicode.Scalar]

  init(_ word: String) {
    self.word = word
    scalars = Array(word.unicodeScalars)
  }

  var escaped: String {
    if isAddress { return word }
    if word.count > 2, word.hasPrefix("("), word.hasSuffix(")") {
      return "(\(MermaidWord(String(word.dropFirst().dropLast())).escaped))"
    }
    return scalars.indices.reduce(into: "") { result, index in
      let isBetween = index > 0 && index < scalars.count - 1 && isPlain(index - 1) && isPlain(index + 1)
      switch scalars[index] {
      case let scalar where isPlain(index): result.unicodeScalars.append(scalar)
      case "-" where isBetween: result += "-"
      case "'" where isBetween: result += "'"
      case "_" where isBetween: result += "#95;"
      // Markdown has no escape that Mermaid shows in every version, so these are drawn with their doubles.
      case "_": result += "#717;"
      case "*": result += "#8727;"
      case "`": result += "#715;"
      case "~": result += "#8764;"
      case "]": result += "#93;" + (index < scalars.count - 1 ? Self.joiner : "")
      case let scalar where isLink && ".:@".unicodeScalars.contains(scalar): result += "#\(scalar.value);\(Self.joiner)"
      case let scalar: result += "#\(scalar.value);"
      }
    }
  }

  private func isPlain(_ index: Int) -> Bool {
    switch scalars[index].properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .modifierLetter, .otherLetter, .decimalNumber: true
    default: false
    }
  }

  /// Addresses and ranges of them: no word that Markdown would take for a list or a link.
  private var isAddress: Bool {
    guard let first = word.first, let last = word.last, first.isHexDigit, last.isHexDigit else { return false }
    return word.allSatisfy { $0.isASCII && ($0.isHexDigit || ":./-".contains($0)) }
  }

  /// Only here are invisible characters worth it: whoever copies `eth0.10` from the drawing wants no others.
  private var isLink: Bool {
    let text = word.lowercased()
    return text.contains("www.") || text.contains("://") || text.contains("@") && text.contains(".")
  }
}
