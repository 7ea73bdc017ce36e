internal import ArgumentParser
internal import JSON
internal import VMProfile
internal import VMRuntime
internal import Wording

struct ProfileShow: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract:
      "Show a profile as it is in the end: what it extends, your own layer, variables and defaults put together.",
    discussion: """
      '--format yaml' prints a profile that stands alone. Paths are as they were written: each starts at the folder of \
      the file that '--origin' names.
      """)

  @OptionGroup var argument: ProfileNameArgument
  @OptionGroup var output: FormatOption
  @Flag(help: "Say for each value in which file, line and column it stands.") var origin = false

  func run() async throws {
    let effective = try VMHost().effectiveProfile(argument.name)
    let json = origin ? Self.origins(effective.values) : effective.json
    try output.format.write(json) {
      var table = ColumnTable(["KEY", "VALUE"] + (origin ? ["ORIGIN"] : []))
      for value in effective.values {
        let place = value.origin.map { "\($0)" } ?? "default"
        table.append([value.keyPath, Self.text(value, notesDefault: !origin)] + (origin ? [place] : []))
      }
      return table.text()
    }
  }

  /// On one line.
  static func text(_ value: ProfileValue, notesDefault: Bool = false) -> String {
    let lines = value.text.split(separator: "\n", omittingEmptySubsequences: false)
    let text = lines.count > 1 ? lines.joined(separator: "\\n") : value.text
    return notesDefault && value.origin == nil ? "\(text) (default)" : text
  }

  private static func origins(_ values: [ProfileValue]) -> JSONValue {
    .object(
      JSONObject(
        values.map { value in
          let place = value.origin.map { "\($0)" } ?? "default"
          return (value.keyPath, ["value": value.value, "origin": .string(place)])
        }))
  }
}
