import JSON
import YAML

/// As much of JSON Schema as the schema of profiles uses; a keyword that it does not know is a fault.
struct SchemaChecker {
  let root: JSONValue

  /// What is wrong with a value, by path; empty when it satisfies the schema.
  func faults(_ value: JSONValue, _ schema: JSONValue? = nil, at path: String = "$") throws -> [String] {
    var faults: [String] = []
    for (keyword, rule) in (schema ?? root).objectValue?.members ?? [] {
      switch (keyword, rule) {
      case ("$schema", _), ("title", _), ("description", _), ("default", _), ("$defs", _): break
      case ("$ref", .string(let reference)):
        let name = String(reference.dropFirst("#/$defs/".count))
        faults += try self.faults(value, root["$defs"]?[name] ?? false, at: path)
      case ("type", .string(let type)): if !has(value, type) { faults.append("\(path): not \(type)") }
      case ("type", .array(let types)):
        if !types.contains(where: { has(value, $0.stringValue ?? "") }) { faults.append("\(path): none of the types") }
      case ("enum", .array(let values)): if !values.contains(value) { faults.append("\(path): not in enum") }
      case ("const", _): if value != rule { faults.append("\(path): not the constant") }
      case ("pattern", .string(let pattern)):
        guard let text = value.stringValue else { break }
        if try Regex(pattern).firstMatch(in: text) == nil { faults.append("\(path): pattern \(pattern)") }
      case ("minimum", _): if let number = value.intValue, number < rule.intValue! { faults.append("\(path): small") }
      case ("maximum", _): if let number = value.intValue, number > rule.intValue! { faults.append("\(path): large") }
      case ("minLength", _):
        if let text = value.stringValue, text.count < rule.intValue! { faults.append("\(path): short") }
      case ("maxLength", _):
        if let text = value.stringValue, text.count > rule.intValue! { faults.append("\(path): long") }
      case ("maxItems", _):
        if let items = value.arrayValue, items.count > rule.intValue! { faults.append("\(path): long") }
      case ("maxProperties", _):
        if let object = value.objectValue, object.count > rule.intValue! { faults.append("\(path): many keys") }
      case ("items", _):
        for (index, item) in (value.arrayValue ?? []).enumerated() {
          faults += try self.faults(item, rule, at: "\(path)[\(index)]")
        }
      case ("properties", _):
        for (key, member) in value.objectValue?.members ?? [] {
          guard let property = rule[key] else { continue }
          faults += try self.faults(member, property, at: "\(path).\(key)")
        }
      case ("additionalProperties", false):
        let known = Set((schema ?? root)["properties"]?.objectValue?.keys ?? [])
        for key in value.objectValue?.keys ?? [] where !known.contains(key) { faults.append("\(path).\(key): unknown") }
      case ("additionalProperties", _):
        let known = Set((schema ?? root)["properties"]?.objectValue?.keys ?? [])
        for (key, member) in value.objectValue?.members ?? [] where !known.contains(key) {
          faults += try self.faults(member, rule, at: "\(path).\(key)")
        }
      case ("patternProperties", .object(let patterns)):
        for (key, member) in value.objectValue?.members ?? [] {
          for (pattern, property) in patterns.members where try Regex(pattern).firstMatch(in: key) != nil {
            faults += try self.faults(member, property, at: "\(path).\(key)")
          }
        }
      case ("propertyNames", _):
        for key in value.objectValue?.keys ?? [] {
          faults += try self.faults(.string(key), rule, at: "\(path).\(key)")
        }
      case ("required", .array(let keys)):
        guard let object = value.objectValue else { break }
        for key in keys where object[key.stringValue!] == nil { faults.append("\(path): no \(key.stringValue!)") }
      case ("anyOf", .array(let choices)):
        if try !choices.contains(where: { try self.faults(value, $0, at: path).isEmpty }) {
          faults.append("\(path): none of anyOf")
        }
      case ("not", _):
        if try self.faults(value, rule, at: path).isEmpty { faults.append("\(path): what must not be") }
      case ("if", _):
        guard try self.faults(value, rule, at: path).isEmpty, let then = schema?["then"] ?? root["then"] else { break }
        faults += try self.faults(value, then, at: path)
      case ("then", _): break
      case ("oneOf", .array(let choices)):
        let fitting = try choices.filter { try self.faults(value, $0, at: path).isEmpty }.count
        if fitting != 1 { faults.append("\(path): \(fitting) of oneOf") }
      case ("anyOf", .array(let choices)):
        if try !choices.contains(where: { try self.faults(value, $0, at: path).isEmpty }) {
          faults.append("\(path): none of anyOf")
        }
      default: faults.append("\(path): the checker does not know '\(keyword)'")
      }
    }
    return faults
  }

  private func has(_ value: JSONValue, _ type: String) -> Bool {
    switch (value, type) {
    case (.null, "null"), (.bool, "boolean"), (.integer, "integer"), (.string, "string"), (.array, "array"),
      (.object, "object"):
      true
    default: false
    }
  }

  /// YAML as an editor's schema check reads it: by the core schema of YAML 1.2.
  static func json(ofYAML text: String) throws -> JSONValue {
    var documents = try YAMLDocuments(text)
    guard let node = try documents.next() else { return .null }
    return json(node)
  }

  private static func json(_ node: YAMLNode) -> JSONValue {
    switch node.content {
    case .mapping(let mapping): .object(JSONObject(mapping.map { ($0.key.text ?? "", json($0.value)) }))
    case .sequence(let sequence): .array(sequence.map(json))
    case .scalar(let text, isPlain: false): .string(text)
    case .scalar(let text, _):
      switch text {
      case "", "~", "null": .null
      case "true": true
      case "false": false
      default: Int64(text).map(JSONValue.integer) ?? .string(text)
      }
    }
  }
}
