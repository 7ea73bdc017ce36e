/// A list between brackets, in the text that it is written in.
struct FlowSequence {
  private let isEmpty: Bool
  private let endsWithComma: Bool
  /// Behind the last thing in it that is neither a space nor a comment.
  private let end: Int

  /// - Parameter start: where the bracket opens.
  /// - Returns: nil when there is none, or it does not close.
  init?(in scalars: [Unicode.Scalar], at start: Int) {
    guard start < scalars.count, scalars[start] == "[" else { return nil }
    var depth = 0
    var index = start
    var last = start
    while index < scalars.count {
      let scalar = scalars[index]
      switch scalar {
      case "[", "{": depth += 1
      case "]", "}": depth -= 1
      case "#" where Self.isSpace(scalars[index - 1]):
        while index + 1 < scalars.count, scalars[index + 1] != "\n", scalars[index + 1] != "\r" { index += 1 }
        index += 1
        continue
      case "\"", "'":
        guard let close = Self.end(ofQuote: index, in: scalars) else { return nil }
        index = close
      default: break
      }
      if depth == 0 {
        isEmpty = last == start
        endsWithComma = scalars[last] == ","
        end = last + 1
        return
      }
      if !Self.isSpace(scalar) { last = index }
      index += 1
    }
    return nil
  }

  /// Adds an item behind the last one.
  func appending(_ item: String) -> TextInsertion {
    TextInsertion(offset: end, text: isEmpty ? item : endsWithComma ? " \(item)" : ", \(item)")
  }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r"
  }

  private static func end(ofQuote start: Int, in scalars: [Unicode.Scalar]) -> Int? {
    let quote = scalars[start]
    var index = start + 1
    while index < scalars.count {
      if scalars[index] == "\\", quote == "\"" {
        index += 1
      } else if scalars[index] == quote {
        let isDoubled = quote == "'" && index + 1 < scalars.count && scalars[index + 1] == quote
        guard isDoubled else { return index }
        index += 1
      }
      index += 1
    }
    return nil
  }
}
