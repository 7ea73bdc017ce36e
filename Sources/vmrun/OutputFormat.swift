internal import ArgumentParser
internal import JSON
internal import YAML

/// How results are written.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case table
  case json
  case yaml

  /// Writes a value; `table` is only asked for the format of that name.
  func write(_ value: JSONValue, table: () -> String) throws {
    switch self {
    case .table: Terminal.output(table())
    case .json: Terminal.output(value.pretty)
    case .yaml: Terminal.output(try YAMLWriter.text(of: value.node))
    }
  }
}

struct FormatOption: ParsableArguments {
  @Option(name: .long, help: "How to write the result: table, json or yaml.")
  var format: OutputFormat = .table
}

extension JSONValue {
  /// The value as a YAML node; strings that would read as something else are quoted.
  fileprivate var node: YAMLNode {
    switch self {
    case .null: Self.plain("null")
    case .bool(let value): Self.plain(value ? "true" : "false")
    case .integer(let value): Self.plain(String(value))
    case .unsigned(let value): Self.plain(String(value))
    case .double(let value): Self.plain("\(value)")
    case .string(let value): YAMLNode(.scalar(value, isPlain: !Self.looksTyped(value)))
    case .array(let elements): YAMLNode(.sequence(elements.map(\.node)))
    case .object(let object):
      YAMLNode(.mapping(object.members.map { (JSONValue.string($0.key).node, $0.value.node) }))
    }
  }

  private static func plain(_ text: String) -> YAMLNode { YAMLNode(.scalar(text, isPlain: true)) }

  /// Whether some version of YAML takes the text for null, a boolean, a number, a time or a merge key.
  private static func looksTyped(_ text: String) -> Bool {
    guard let first = text.utf8.first else { return true }
    let words = ["null", "~", "true", "false", "yes", "no", "on", "off", "y", "n", "<<", "="]
    return (0x30...0x39).contains(first) || "+-.".utf8.contains(first) || words.contains(text.lowercased())
  }
}
