internal import JSON

/// What vmrun knows about one key of a profile or a network.
struct KeySchema: Sendable {
  let name: String
  /// What the key is, in plain words; editors show it.
  let documentation: String
  /// What a value is, to be read after "expected".
  let expectation: String
  /// The value's schema, without the texts.
  let json: JSONObject
  var isRequired = false
  /// What holds when the key is left out.
  var defaultValue: JSONValue?
  /// Names that other programs have for this.
  var synonyms: [String] = []

  /// The key's entry among the `properties` of a JSON Schema.
  var jsonSchema: JSONValue {
    var object: JSONObject = ["title": .string(name), "description": .string(documentation)]
    for (key, value) in json.members { object[key] = value }
    object["default"] = defaultValue
    return .object(object)
  }
}
