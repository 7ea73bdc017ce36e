internal import ArgumentParser
internal import JSON
internal import VMRuntime
internal import Wording

struct ProfileDiff: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Show in which values two profiles differ.",
    discussion:
      "With one name: what has changed since the machine was started last, and takes effect at the next start.")

  @OptionGroup var argument: ProfileNameArgument
  @Argument(help: "Another profile.", completion: .custom { _, _, _ in LiveNames.profiles })
  var other: String?
  @OptionGroup var output: FormatOption

  func run() async throws {
    let host = VMHost()
    let differences =
      try other.map { try host.difference(argument.name, $0) } ?? host.differenceFromLastStart(argument.name)
    let json = differences.map { item -> JSONValue in
      [
        "key": .string(item.keyPath), "old": item.old.map(JSONValue.string) ?? .null,
        "new": item.new.map(JSONValue.string) ?? .null,
      ]
    }
    if differences.isEmpty, output.format == .table {
      let what = other.map { "'\(argument.name)' and '\($0)' have the same values" }
      return Terminal.message(what ?? "'\(argument.name)' is as its machine was started last")
    }
    try output.format.write(.array(json)) {
      var table = ColumnTable(other.map { ["KEY", argument.name, $0] } ?? ["KEY", "LAST START", "NOW"])
      for item in differences { table.append([item.keyPath, Self.cell(item.old), Self.cell(item.new)]) }
      return table.text()
    }
  }

  private static func cell(_ text: String?) -> String {
    text.map { $0.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\\n") } ?? "-"
  }
}
