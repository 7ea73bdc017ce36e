internal import ArgumentParser
internal import JSON
internal import VMRuntime
internal import Wording

struct ProfileDiff: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Show in which values a profile has changed, or two differ.",
    discussion: """
      With one name, in a git work tree: what has changed since the last commit, by the values as they are in the end. \
      Your own layer counts on neither side. Elsewhere, and with --last-start: what has changed since the machine was \
      started last, and takes effect at the next start.
      """)

  @OptionGroup var argument: ProfileNameArgument
  @Argument(help: "Another profile.", completion: .custom { _, _, _ in LiveNames.profiles })
  var other: String?
  @Flag(help: "Compare with what the machine was started from last.") var lastStart = false
  @OptionGroup var output: FormatOption

  func validate() throws {
    guard other == nil || !lastStart else { throw ValidationError("--last-start is about one profile.") }
  }

  func run() async throws {
    let host = VMHost()
    let name = argument.name
    let (differences, columns, same) = try await differences(name, host)
    let json = differences.map { item -> JSONValue in
      [
        "key": .string(item.keyPath), "old": item.old.map(JSONValue.string) ?? .null,
        "new": item.new.map(JSONValue.string) ?? .null,
      ]
    }
    if differences.isEmpty, output.format == .table { return Terminal.message(same) }
    try output.format.write(.array(json)) {
      var table = ColumnTable(["KEY"] + columns)
      for item in differences { table.append([item.keyPath, Self.cell(item.old), Self.cell(item.new)]) }
      return table.text()
    }
  }

  /// The differences, what the two columns are called, and what to say where there are none.
  private func differences(
    _ name: String, _ host: VMHost
  ) async throws(RuntimeError) -> ([ProfileDifference], [String], String) {
    if let other {
      return (try host.difference(name, other), [name, other], "'\(name)' and '\(other)' have the same values")
    }
    if !lastStart, try host.isInWorkTree(name) {
      return (try await host.differenceFromHead(name), ["HEAD", "NOW"], "'\(name)' is as the last commit has it")
    }
    return (
      try host.differenceFromLastStart(name), ["LAST START", "NOW"], "'\(name)' is as its machine was started last"
    )
  }

  private static func cell(_ text: String?) -> String {
    text.map { $0.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\\n") } ?? "-"
  }
}
