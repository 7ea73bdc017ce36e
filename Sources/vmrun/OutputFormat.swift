internal import ArgumentParser
internal import JSON
internal import Yams

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
    case .yaml: Terminal.output(try Yams.serialize(node: value.node))
    }
  }
}

struct FormatOption: ParsableArguments {
  @Option(name: .long, help: "How to write the result: table, json or yaml.")
  var format: OutputFormat = .table
}

extension JSONValue {
  /// The value as a YAML node; strings that would read as something else are quoted.
  fileprivate var node: Node {
    switch self {
    case .null: Node("null", Tag(.null))
    case .bool(let value): Node(value ? "true" : "false", Tag(.bool))
    case .integer(let value): Node(String(value), Tag(.int))
    case .unsigned(let value): Node(String(value), Tag(.int))
    case .double(let value): Node("\(value)", Tag(.float))
    case .string(let value): Node(value, Tag(.str), Self.looksTyped(value) ? .doubleQuoted : .any)
    case .array(let elements): Node(elements.map(\.node))
    case .object(let object):
      Node(object.members.map { (Node($0.key, Tag(.str)), $0.value.node) })
    }
  }

  private static func looksTyped(_ text: String) -> Bool {
    Resolver.default.resolveTag(of: Node(text)) != .str
  }
}
