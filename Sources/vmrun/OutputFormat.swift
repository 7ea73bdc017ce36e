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
    case .yaml: Terminal.output(try YAMLWriter.text(of: YAMLNode(value)))
    }
  }
}

struct FormatOption: ParsableArguments {
  @Option(name: .long, help: "How to write the result: table, json or yaml.")
  var format: OutputFormat = .table
}
