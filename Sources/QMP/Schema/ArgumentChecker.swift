internal import JSON
internal import Wording

/// Compares a command's arguments with the schema, the way QEMU's own reader does.
struct ArgumentChecker {
  private(set) var problems: [ArgumentProblem] = []

  /// - Parameter extra: further names that are allowed; nil for all. Only at the top.
  mutating func check(
    _ values: JSONObject, _ type: QMPObjectType, path: String = "", extra: Set<String>? = [], subject: String
  ) {
    let members = type.members(given: values)
    for (name, value) in values.members {
      guard let member = members.first(where: { $0.name == name }) else {
        guard let extra else { continue }
        if !extra.contains(name) { reportUnknown(name, path, members.map(\.name) + extra, type, values, subject) }
        continue
      }
      let place = join(path, name)
      note(member.features, "'\(place)'", path: place)
      check(value, member.type, path: place)
    }
    for member in members where !member.isOptional && values[member.name] == nil {
      let place = join(path, member.name)
      // Where further names are allowed, the mistyped one was not reported.
      let meant = extra == nil ? values.keys.first { Suggestion.nearest(to: $0, among: [member.name]) != nil } : nil
      let hint = meant.map { ", found '\($0)'" } ?? ""
      report(.missingArgument, place, "\(subject) needs '\(place)' (\(member.type))\(hint)")
    }
  }

  mutating func check(_ value: JSONValue, _ type: QMPType, path: String) {
    switch (type, value) {
    case (.any, _), (.string, .string), (.boolean, .bool), (.null, .null): break
    case (.integer, .integer), (.integer, .unsigned): break
    case (.number, .integer), (.number, .unsigned), (.number, .double): break
    case (.enumeration(let values), .string(let word)):
      guard let known = values.value(word) else {
        return report(
          .unknownValue, path, "'\(path)' has no value '\(word)'; it takes \(listing(values.names))",
          Suggestion.nearest(to: word, among: values.names))
      }
      note(known.features, "'\(word)' for '\(path)'", path: path)
    case (.array(let element), .array(let values)):
      let elementType = element.type
      for (index, value) in values.enumerated() { check(value, elementType, path: "\(path)[\(index)]") }
    case (.object(let object), .object(let values)): check(values, object, path: path, subject: "'\(path)'")
    case (.alternate(let choices), _):
      let types = choices.map(\.type)
      guard let match = types.first(where: { $0.accepts(value) }) else { return reportType(value, type, path) }
      check(value, match, path: path)
    default: reportType(value, type, path)
    }
  }

  /// Notes about what works today and may not tomorrow.
  mutating func note(_ features: [String], _ what: String, path: String) {
    if features.contains("deprecated") { report(.deprecated, path, "\(what) is deprecated") }
    if features.contains("unstable") { report(.unstable, path, "\(what) is unstable: it may change without notice") }
  }

  mutating func report(_ kind: ArgumentProblem.Kind, _ path: String, _ message: String, _ suggestion: String? = nil) {
    problems.append(ArgumentProblem(kind: kind, path: path, message: message, suggestion: suggestion))
  }

  private mutating func reportType(_ value: JSONValue, _ type: QMPType, _ path: String) {
    report(.wrongType, path, "'\(path)' is \(value.kindWithArticle); \(type) is expected")
  }

  private mutating func reportUnknown(
    _ name: String, _ path: String, _ known: [String], _ type: QMPObjectType, _ values: JSONObject, _ subject: String
  ) {
    var message = "\(subject) has no argument '\(join(path, name))'"
    if let tag = type.tag {
      if let word = values[tag]?.stringValue {
        message += " with \(join(path, tag))=\(word)"
      } else {
        // Without its tag a union takes nothing but its common members: then that is what's missing.
        message += " unless '\(join(path, tag))' is given"
      }
    }
    report(
      .unknownArgument, join(path, name), message, Suggestion.nearest(to: name, among: known).map { join(path, $0) })
  }

  private func join(_ path: String, _ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

  private func listing(_ words: [String]) -> String {
    let shown = words.prefix(12).joined(separator: ", ")
    return words.count > 12 ? shown + ", … (\(words.count) in all)" : shown
  }
}

extension QMPType {
  /// Whether a value of this kind of JSON is meant for this branch of an alternate.
  fileprivate func accepts(_ value: JSONValue) -> Bool {
    switch (self, value) {
    case (.any, _), (.string, .string), (.enumeration, .string), (.boolean, .bool), (.null, .null): true
    case (.integer, .integer), (.integer, .unsigned), (.number, .integer), (.number, .unsigned): true
    case (.number, .double), (.array, .array), (.object, .object): true
    default: false
    }
  }
}

extension JSONValue {
  fileprivate var kindWithArticle: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .integer, .unsigned: "an integer"
    case .double: "a number"
    case .string: "a string"
    case .array: "a list"
    case .object: "an object"
    }
  }
}
