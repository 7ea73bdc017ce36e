internal import JSON
internal import QMP

/// `wait EVENT [where key=value…] [timeout 10s]`.
struct EventWait: Sendable, Equatable {
  var pattern: String
  var conditions: [Condition] = []
  var timeout: Duration?

  /// A member of the event's data and its text.
  struct Condition: Sendable, Equatable {
    var path: [String]
    var text: String
  }

  static let usage = "wait EVENT [where KEY=VALUE…] [timeout 10s]"

  init(_ words: [InputWord]) throws(ShellError) {
    guard let name = words.first, name.key == nil else { throw .usage("wait for what? \(Self.usage)") }
    pattern = name.text
    var rest = words.dropFirst()
    if rest.first?.text == "where" {
      rest = rest.dropFirst()
      while let word = rest.first, let key = word.key, let value = word.value {
        conditions.append(Condition(path: key.split(separator: ".").map(String.init), text: value.text))
        rest = rest.dropFirst()
      }
      guard !conditions.isEmpty else { throw .usage("after 'where' comes KEY=VALUE: \(Self.usage)") }
    }
    if rest.first?.text == "timeout" {
      rest = rest.dropFirst()
      guard let text = rest.first?.text, let limit = Self.duration(text) else {
        throw .usage("after 'timeout' comes a time such as 10s, 500ms or 2m")
      }
      timeout = limit
      rest = rest.dropFirst()
    }
    if let extra = rest.first { throw .usage("'\(extra.text)' has no place here: \(Self.usage)") }
  }

  func matches(_ event: QMPEvent) -> Bool {
    guard EventFilter.matches(event.name, pattern) else { return false }
    return conditions.allSatisfy { condition in
      var value: JSONValue? = .object(event.data)
      for name in condition.path { value = value?[name] }
      return value.map { ($0.stringValue ?? $0.compact) == condition.text } ?? false
    }
  }

  /// `10s`, `500ms`, `2m`, or seconds without a unit; at most a day.
  static func duration(_ text: String) -> Duration? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let number = Int(digits), number >= 0, number <= 86_400_000 else { return nil }
    let limit: Duration
    switch text.dropFirst(digits.count) {
    case "ms": limit = .milliseconds(number)
    case "s", "": limit = .seconds(number)
    case "m": limit = .seconds(number * 60)
    default: return nil
    }
    return limit <= .seconds(86_400) ? limit : nil
  }
}
