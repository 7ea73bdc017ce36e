public import JSON
internal import Wording

extension QMPSchema {
  /// Compares a command with the schema before it is sent.
  ///
  /// - Parameter deviceProperties: for `device_add`, the properties of its driver; nil: they are unknown, and
  ///   every argument beyond the schema's is let through.
  /// - Returns: what QEMU would refuse, and notes about what is deprecated or unstable. Empty: nothing to say.
  public func checkArguments(
    of command: String, _ arguments: JSONObject, deviceProperties: [DeviceProperty]? = nil
  ) -> [ArgumentProblem] {
    var checker = ArgumentChecker()
    guard let schema = commands[command] else {
      checker.report(
        .unknownCommand, "", "this QEMU has no command '\(command)'",
        Suggestion.nearest(to: command, among: commands.keys))
      return checker.problems
    }
    checker.note(schema.features, "'\(command)'", path: "")
    guard schema.takesDeviceProperties else {
      checker.check(arguments, schema.arguments, subject: "'\(command)'")
      return checker.problems
    }
    let extra = deviceProperties.map { Set($0.map(\.name)) }
    checker.check(arguments, schema.arguments, extra: extra, subject: driver(arguments))
    let listed = Set(schema.arguments.members.map(\.name))
    for property in deviceProperties ?? [] where !listed.contains(property.name) {
      guard let value = arguments[property.name] else { continue }
      checker.check(value, property)
    }
    return checker.problems
  }

  private func driver(_ arguments: JSONObject) -> String {
    arguments["driver"]?.stringValue.map { "device '\($0)'" } ?? "'device_add'"
  }
}

extension ArgumentChecker {
  /// A device's property. QEMU up to 9 reads each from text, so that text is let through where it could be right.
  mutating func check(_ value: JSONValue, _ property: DeviceProperty) {
    let name = property.name
    switch (property.kind, value) {
    case (.boolean, .string(let word)) where !["on", "off", "yes", "no", "true", "false", "y", "n"].contains(word):
      report(.unknownValue, name, "'\(name)' has no value '\(word)'; it takes on, off")
    case (.boolean, .integer), (.boolean, .unsigned), (.boolean, .double):
      report(.wrongType, name, "'\(name)' is a number; boolean is expected")
    case (.integer, .bool), (.unsigned, .bool), (.size, .bool):
      report(.wrongType, name, "'\(name)' is a boolean; integer is expected")
    case (.integer(let range), .integer(let number)) where !range.contains(number):
      report(.unknownValue, name, "'\(name)' is \(number); it takes \(range.lowerBound) to \(range.upperBound)")
    case (.integer(let range), .unsigned(let number)):
      report(.unknownValue, name, "'\(name)' is \(number); it takes \(range.lowerBound) to \(range.upperBound)")
    case (.unsigned, .integer(let number)) where number < 0, (.size, .integer(let number)) where number < 0:
      report(.unknownValue, name, "'\(name)' is \(number); it can't be negative")
    case (.other, .string(let word)) where !property.choices.isEmpty && !property.choices.contains(word):
      report(
        .unknownValue, name, "'\(name)' has no value '\(word)'; it takes \(property.choices.joined(separator: ", "))",
        Suggestion.nearest(to: word, among: property.choices))
    case (.boolean, .object), (.integer, .object), (.unsigned, .object), (.size, .object), (.string, .object),
      (.boolean, .array), (.integer, .array), (.unsigned, .array), (.size, .array), (.string, .array):
      report(.wrongType, name, "'\(name)' is not a single value; \(property.typeName) is expected")
    default: break
    }
  }
}
