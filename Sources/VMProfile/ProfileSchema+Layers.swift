internal import JSON

/// What layers and variables change in the format, whatever keys there are.
extension ProfileSchema {
  private static let variable: JSONObject = [
    "description": .string("A text with variables, whose values are put in before it is read."), "type": "string",
    "pattern": .string(Patterns.variable),
  ]

  /// A schema of profiles that stand alone, as one of profiles that may extend others and use variables.
  static func layered(_ schema: JSONObject) -> JSONObject {
    var result = schema
    var definitions = JSONObject()
    for (name, definition) in schema["$defs"]?.objectValue?.members ?? [] {
      definitions[name] = admittingVariables(definition)
    }
    definitions["variable"] = .object(variable)
    // The definitions stay last.
    result["$defs"] = nil
    var properties = JSONObject()
    var neverEmpty: [String] = []
    for (name, property) in schema["properties"]?.objectValue?.members ?? [] {
      let admitting = admittingVariables(property)
      let mayBeEmpty = admits(null: property, schema["$defs"])
      if !mayBeEmpty, name != extends.schema.name { neverEmpty.append(name) }
      properties[name] = mayBeEmpty || name == extends.schema.name ? admitting : orNull(admitting)
    }
    result["properties"] = .object(properties)
    // What it extends may have all that is needed, and a key without a value removes one of those.
    var alone = JSONObject()
    for key in ["required", "anyOf"] {
      if let rule = result[key] { alone[key] = rule }
      result[key] = nil
    }
    alone["patternProperties"] = .object([
      "^(\(neverEmpty.joined(separator: "|")))$": ["not": ["type": "null"]]
    ])
    result["if"] = ["not": ["required": [.string(extends.schema.name)]]]
    result["then"] = .object(alone)
    result["$defs"] = .object(definitions)
    return result
  }

  /// Lets a text with a variable stand where a single value is asked for.
  private static func admittingVariables(_ schema: JSONValue) -> JSONValue {
    guard let object = schema.objectValue else { return schema }
    let ofValue = ["type", "enum", "pattern", "minimum", "maximum", "maxLength"]
    var result = JSONObject()
    if isSingleValue(object) {
      let value = JSONObject(object.members.filter { ofValue.contains($0.key) }.map { ($0.key, $0.value) })
      for (key, member) in object.members where !ofValue.contains(key) { result[key] = member }
      result["anyOf"] = [.object(value), ["$ref": "#/$defs/variable"]]
      return .object(result)
    }
    for (key, member) in object.members {
      switch (key, member) {
      case ("properties", .object(let properties)):
        result[key] = .object(JSONObject(properties.members.map { ($0.key, admittingVariables($0.value)) }))
      case ("items", _), ("additionalProperties", .object): result[key] = admittingVariables(member)
      case ("oneOf", .array(let choices)), ("anyOf", .array(let choices)):
        result[key] = .array(choices.map(admittingVariables))
      default: result[key] = member
      }
    }
    return .object(result)
  }

  /// Whether a schema is that of one word with rules of its own; a text without any takes variables anyhow.
  private static func isSingleValue(_ schema: JSONObject) -> Bool {
    switch schema["type"] {
    case "string": schema["pattern"] != nil || schema["enum"] != nil
    case "integer", "boolean": true
    default: schema["type"] == nil && schema["enum"] != nil
    }
  }

  private static func orNull(_ schema: JSONValue) -> JSONValue {
    guard var object = schema.objectValue else { return schema }
    if case .array(let choices)? = object["anyOf"] {
      object["anyOf"] = .array(choices + [["type": "null"]])
    } else if case .array(let choices)? = object["oneOf"] {
      object["oneOf"] = .array(choices + [["type": "null"]])
    } else if let type = object["type"] {
      object["type"] = .array((type.arrayValue ?? [type]) + ["null"])
    } else if let reference = object["$ref"] {
      object["$ref"] = nil
      object["anyOf"] = [["$ref": reference], ["type": "null"]]
    }
    return .object(object)
  }

  private static func admits(null schema: JSONValue, _ definitions: JSONValue?) -> Bool {
    if case .string(let reference)? = schema["$ref"] {
      let name = String(reference.dropFirst("#/$defs/".count))
      return definitions?[name].map { admits(null: $0, definitions) } ?? false
    }
    return schema["type"]?.arrayValue?.contains("null") ?? false
  }
}
