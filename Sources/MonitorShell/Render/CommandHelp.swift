internal import JSON
internal import QMP

/// What QEMU's schema says about a command or an event. It tells neither defaults nor since when something exists.
enum CommandHelp {
  /// - Parameter given: arguments that decide which others there are.
  static func result(command: QMPCommandSchema, given: JSONObject = [:]) -> ShellResult {
    let rows = rows(command.arguments, given: given, depth: 0)
    let returns = command.returns
    var notes = notes(command.features)
    if command.allowsOutOfBand { notes.append("may overtake other commands (exec-oob)") }
    let json: JSONValue = [
      "command": .string(command.name), "arguments": .array(rows.filter { $0.depth == 0 }.map(\.json)),
      "features": .array(command.features.map(JSONValue.string)),
    ]
    let finalNotes = notes
    return ShellResult(json) { palette, _ in
      var lines = [
        palette.heading(command.name) + (finalNotes.isEmpty ? "" : " (\(finalNotes.joined(separator: ", ")))")
      ]
      lines += table(rows, palette, title: "arguments", none: "no arguments")
      if command.takesDeviceProperties {
        lines.append("  and the properties of the driver: Tab shows them once driver=… is given")
      }
      let results = Self.rows(of: returns)
      if !results.isEmpty { lines += table(results, palette, title: "answer (\(returns))", none: "") }
      lines.append("example: " + palette.name(example(command, given)))
      return lines.joined(separator: "\n")
    }
  }

  static func result(event: QMPEventSchema) -> ShellResult {
    let rows = rows(event.data, given: [:], depth: 0)
    let json: JSONValue = ["event": .string(event.name), "data": .array(rows.filter { $0.depth == 0 }.map(\.json))]
    return ShellResult(json) { palette, _ in
      let notes = notes(event.features)
      var lines = [
        palette.heading(event.name) + ": an event" + (notes.isEmpty ? "" : " (\(notes.joined(separator: ", ")))")
      ]
      lines += table(rows, palette, title: "data", none: "no data")
      lines.append("example: " + palette.name("wait \(event.name) timeout 10s"))
      return lines.joined(separator: "\n")
    }
  }

  // MARK: Rows

  private struct Row: Sendable {
    var depth: Int
    var name: String
    var type: String
    var isOptional: Bool
    var notes: [String]

    var json: JSONValue {
      [
        "name": .string(name), "type": .string(type), "optional": .bool(isOptional),
        "features": .array(notes.map(JSONValue.string)),
      ]
    }
  }

  private static func rows(_ type: QMPObjectType, given: JSONObject, depth: Int) -> [Row] {
    type.members(given: given).sorted { !$0.isOptional && $1.isOptional }.flatMap { member -> [Row] in
      var notes = notes(member.features)
      if member.name == type.tag, given[member.name] == nil {
        notes.append("decides which others there are: help … \(member.name)=…")
      }
      let row = Row(
        depth: depth, name: member.name, type: describe(member.type), isOptional: member.isOptional, notes: notes)
      // One level below the top is what fits a screen; Tab shows the rest.
      guard depth == 0, let inner = object(in: member.type) else { return [row] }
      return [row] + rows(inner, given: given[member.name]?.objectValue ?? [:], depth: 1)
    }
  }

  private static func rows(of returns: QMPType) -> [Row] {
    switch returns {
    case .object(let object): rows(object, given: [:], depth: 1)
    case .array(let element):
      if case .object(let object) = element.type { rows(object, given: [:], depth: 1) } else { [] }
    default: []
    }
  }

  private static func object(in type: QMPType) -> QMPObjectType? {
    guard case .object(let object) = type else { return nil }
    return object
  }

  private static func describe(_ type: QMPType) -> String {
    guard case .enumeration(let values) = type, values.values.count > 8 else { return "\(type)" }
    let shown = values.names.prefix(8).joined(separator: "|")
    return "\(shown)|… (\(values.values.count))"
  }

  private static func notes(_ features: [String]) -> [String] {
    // The others say what a program can rely on, and nothing to people.
    features.compactMap { ["deprecated": "deprecated", "unstable": "unstable: may change"][$0] }
  }

  private static func table(_ rows: [Row], _ palette: Palette, title: String, none: String) -> [String] {
    guard !rows.isEmpty else { return none.isEmpty ? [] : [none] }
    let width = rows.map { $0.depth * 2 + $0.name.count + ($0.isOptional ? 2 : 0) }.max() ?? 0
    return ["\(title):"]
      + rows.map { row in
        let label = row.isOptional ? "[\(row.name)]" : row.name
        let used = row.depth * 2 + label.count
        let notes = row.notes.isEmpty ? "" : "  " + palette.warning(row.notes.joined(separator: ", "))
        return "  " + String(repeating: "  ", count: row.depth) + palette.name(label)
          + String(repeating: " ", count: max(width - used, 0) + 2) + row.type + notes
      }
  }

  // MARK: Example

  private static func example(_ command: QMPCommandSchema, _ given: JSONObject) -> String {
    if command.name == "device_add" { return "device_add driver=e1000 netdev=net1 id=nic1 bus=port1" }
    return ([command.name] + required(command.arguments, given, path: "", depth: 0)).joined(separator: " ")
  }

  private static func required(
    _ type: QMPObjectType, _ given: JSONObject, path: String, depth: Int
  ) -> [String] {
    type.members(given: given).filter { !$0.isOptional || given[$0.name] != nil }.flatMap { member -> [String] in
      let key = path + member.name
      if let word = given[member.name]?.stringValue { return ["\(key)=\(word)"] }
      if case .object(let inner) = member.type, depth < 3 {
        return required(inner, [:], path: key + ".", depth: depth + 1)
      }
      return ["\(key)=\(sample(member.type, name: member.name))"]
    }
  }

  private static func sample(_ type: QMPType, name: String) -> String {
    switch type {
    case .string: name == "path" ? "/machine" : name.uppercased()
    case .integer, .number: "1"
    case .boolean: "on"
    case .null: "null"
    case .any: "VALUE"
    case .enumeration(let values): values.values.first { !$0.isDeprecated }?.name ?? "WORD"
    case .array(let element): "[" + sample(element.type, name: name) + "]"
    case .object: "{…}"
    case .alternate(let choices): choices.first.map { sample($0.type, name: name) } ?? "VALUE"
    }
  }
}
