internal import JSON

/// A key whose value is one word or one text, or, with `isList`, several.
struct ScalarKey<Value: Sendable>: Sendable {
  let schema: KeySchema
  let type: ScalarType<Value>

  init(
    _ name: String, _ type: ScalarType<Value>, isRequired: Bool = false, isList: Bool = false,
    defaultValue: JSONValue? = nil, synonyms: [String] = [], documentation: String
  ) {
    let list: JSONObject = [
      "oneOf": [.object(type.json), ["type": "array", "items": .object(type.json)]]
    ]
    schema = KeySchema(
      name: name, documentation: documentation, expectation: type.expectation, json: isList ? list : type.json,
      isRequired: isRequired, defaultValue: defaultValue, synonyms: synonyms)
    self.type = type
  }

  /// What a file's reader would say of a value that a program gave; nil for none, and for a good one.
  func diagnostic(_ text: String?, at location: SourceLocation) -> Diagnostic? {
    guard let text else { return nil }
    do throws(InvalidValue) {
      _ = try type.parse(text)
      return nil
    } catch {
      return Diagnostic(location: location, message: "'\(schema.name)' is \(error)")
    }
  }
}
