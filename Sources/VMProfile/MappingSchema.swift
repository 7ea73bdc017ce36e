internal import JSON
internal import Wording

/// The keys that one mapping of a profile or a network may have.
struct MappingSchema: Sendable {
  /// Where such a mapping stands, for messages: `'ssh'`, `an entry of 'nics'`.
  let place: String
  let documentation: String
  let keys: [KeySchema]
  /// Keys of which exactly one is written.
  var alternatives: [String] = []
  /// Keys of which one or several are written.
  var needsOneOf: [String] = []
  /// Keys that people look for in vain, and what to tell them.
  var notes: [String: String] = [:]
  /// Whether the mapping may be left empty (`ssh:`).
  var mayBeEmpty = false

  subscript(name: String) -> KeySchema? { keys.first { $0.name == name } }

  /// Why a key is not known here, and which may have been meant.
  func unknownKey(_ name: String, elsewhere: [MappingSchema]) -> String {
    if let note = notes[name] { return note }
    let text = "unknown key '\(Excerpt.of(name))'"
    if let synonym = synonym(name) { return "\(text): did you mean '\(synonym)'?" }
    let places = elsewhere.filter { $0.place != place && $0[name] != nil }.map(\.place)
    if !places.isEmpty { return "\(text) here: it belongs in \(Suggestion.list(places))" }
    if let meant = meant(by: name) { return "\(text): did you mean '\(meant)'?" }
    let names = keys.map(\.name)
    return names.count == 1
      ? "\(text): the only key here is '\(names[0])'"
      : "\(text): the keys here are \(Suggestion.list(names, last: "and"))"
  }

  /// The key that was probably meant by an unknown one.
  func meant(by name: String) -> String? {
    synonym(name) ?? Suggestion.nearest(to: name, among: keys.map(\.name))
  }

  private func synonym(_ name: String) -> String? {
    keys.first { $0.synonyms.contains(name.lowercased()) }?.name
  }

  /// The mapping as a JSON Schema.
  var json: JSONObject {
    var object: JSONObject = ["description": .string(documentation)]
    object["type"] = mayBeEmpty ? ["object", "null"] : "object"
    object["properties"] = .object(JSONObject(keys.map { ($0.name, $0.jsonSchema) }))
    let required = keys.filter(\.isRequired).map { JSONValue.string($0.name) }
    if !required.isEmpty { object["required"] = .array(required) }
    object["additionalProperties"] = false
    if !alternatives.isEmpty {
      object["oneOf"] = .array(alternatives.map { ["required": [.string($0)]] })
    }
    if !needsOneOf.isEmpty { object["anyOf"] = .array(needsOneOf.map { ["required": [.string($0)]] }) }
    return object
  }
}
