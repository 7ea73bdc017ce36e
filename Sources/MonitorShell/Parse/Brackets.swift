/// Finds the end of JSON without reading it.
enum Brackets {
  /// Where the bracket at `start` is closed again; nil when the text ends first. Brackets in strings don't count.
  static func end(of scalars: [Unicode.Scalar], from start: Int) -> Int? {
    var depth = 0
    var position = start
    var inString = false
    while position < scalars.count {
      switch scalars[position] {
      case "\\" where inString: position += 1
      case "\"": inString.toggle()
      case "{" where !inString, "[" where !inString: depth += 1
      case "}" where !inString, "]" where !inString:
        depth -= 1
        if depth == 0 { return position + 1 }
      default: break
      }
      position += 1
    }
    return nil
  }

  /// The elements of `[a,"b,c",{"d":1}]` as they stand, without the brackets around them.
  static func elements(of list: String) -> [String] {
    var elements: [String] = []
    var current = String.UnicodeScalarView()
    var depth = 0
    var inString = false
    var escaped = false
    for scalar in list.unicodeScalars.dropFirst().dropLast() {
      if inString {
        if escaped {
          escaped = false
        } else if scalar == "\\" {
          escaped = true
        } else if scalar == "\"" {
          inString = false
        }
      } else {
        switch scalar {
        case "\"": inString = true
        case "{", "[": depth += 1
        case "}", "]": depth -= 1
        case "," where depth == 0:
          elements.append(trimmed(current))
          current = String.UnicodeScalarView()
          continue
        default: break
        }
      }
      current.append(scalar)
    }
    let last = trimmed(current)
    if !last.isEmpty || !elements.isEmpty { elements.append(last) }
    return elements
  }

  private static func trimmed(_ text: String.UnicodeScalarView) -> String {
    var rest = text[...]
    while let first = rest.first, first.properties.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.properties.isWhitespace { rest.removeLast() }
    return String(rest)
  }
}
