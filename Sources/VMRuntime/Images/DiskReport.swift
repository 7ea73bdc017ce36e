package import JSON

/// All about one disk or image, as lines for people and as an object for programs.
package struct DiskReport: Sendable, Equatable {
  package struct Line: Sendable, Equatable {
    package var label: String
    package var value: String
  }

  package var lines: [Line] = []
  package var json: JSONValue { .object(object) }
  private var object = JSONObject()

  /// - Parameter text: as people read it; nil where another line says it.
  mutating func add(_ label: String, _ key: String, _ value: String?, text: (String) -> String? = { $0 }) {
    object[key] = value.map(JSONValue.string) ?? .null
    if let value = value.flatMap(text), !value.isEmpty { lines.append(Line(label: label, value: value)) }
  }

  /// - Parameter text: as people read it.
  mutating func add(_ label: String, _ key: String, _ bytes: UInt64?, text: (UInt64) -> String) {
    object[key] = bytes.map(JSONValue.unsigned) ?? .null
    if let bytes { lines.append(Line(label: label, value: text(bytes))) }
  }

  mutating func add(
    _ label: String, _ key: String, _ values: [String], text: ([String]) -> String = { $0.joined(separator: ", ") }
  ) {
    object[key] = .array(values.map(JSONValue.string))
    if !values.isEmpty { lines.append(Line(label: label, value: text(values))) }
  }
}
