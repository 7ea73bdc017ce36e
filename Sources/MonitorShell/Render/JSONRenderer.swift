internal import JSON
internal import Wording

/// JSON for people: what fits on a line stays on one.
struct JSONRenderer {
  let palette: Palette
  let width: Int

  func text(_ value: JSONValue) -> String {
    var lines = ""
    write(value, indent: 0, prefix: 0, into: &lines)
    return lines
  }

  private func write(_ value: JSONValue, indent: Int, prefix: Int, into text: inout String) {
    let length = Self.length(value, limit: width)
    if indent + prefix + length < width { return text += line(value) }
    switch value {
    case .array(let elements) where !elements.isEmpty:
      enclose("[", "]", elements.count, indent, &text) { index, text in
        write(elements[index], indent: indent + 2, prefix: 1, into: &text)
      }
    case .object(let object) where !object.isEmpty:
      enclose("{", "}", object.count, indent, &text) { index, text in
        let (key, value) = object.members[index]
        text += palette.name(quoted(key)) + ": "
        write(value, indent: indent + 2, prefix: key.count + 5, into: &text)
      }
    default: text += line(value)
    }
  }

  private func enclose(
    _ open: String, _ close: String, _ count: Int, _ indent: Int, _ text: inout String,
    element: (Int, inout String) -> Void
  ) {
    let padding = String(repeating: " ", count: indent + 2)
    text += open + "\n"
    for index in 0..<count {
      text += padding
      element(index, &text)
      text += index < count - 1 ? ",\n" : "\n"
    }
    text += String(repeating: " ", count: indent) + close
  }

  private func line(_ value: JSONValue) -> String {
    switch value {
    case .null, .bool: palette.word(value.compact)
    case .integer, .unsigned, .double: palette.number(value.compact)
    case .string(let text): palette.string(quoted(text))
    case .array(let elements): "[" + elements.map(line).joined(separator: ", ") + "]"
    case .object(let object):
      "{" + object.members.map { palette.name(quoted($0.key)) + ": " + line($0.value) }.joined(separator: ", ") + "}"
    }
  }

  private func quoted(_ text: String) -> String { JSONValue.string(text).compact.printable }

  /// Columns of the value on one line, counted no further than `limit`.
  private static func length(_ value: JSONValue, limit: Int) -> Int {
    switch value {
    case .string(let text): return text.count + 2
    case .array(let elements):
      var sum = 2
      for element in elements where sum < limit { sum += length(element, limit: limit - sum) + 2 }
      return sum
    case .object(let object):
      var sum = 2
      for (key, value) in object.members where sum < limit {
        sum += key.count + 6 + length(value, limit: limit - sum)
      }
      return sum
    default: return value.compact.count
    }
  }
}
