internal import ArgumentParser
internal import JSON
internal import VMRuntime
internal import Wording

struct ProfileList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the profiles that can be seen from the current folder.", aliases: ["ls"])

  @OptionGroup var output: FormatOption

  func run() async throws {
    let host = VMHost()
    let rows = host.profileNames().map { name in
      (name, (try? host.profilePath(name)) ?? "-", (try? host.profile(name))?.profile.description)
    }
    let json = rows.map { name, path, description -> JSONValue in
      ["name": .string(name), "path": .string(path), "description": description.map(JSONValue.string) ?? .null]
    }
    try output.format.write(.array(json)) {
      var table = ColumnTable(["NAME", "DESCRIPTION", "FILE"])
      for (name, path, description) in rows { table.append([name, description ?? "-", path]) }
      return table.text()
    }
  }
}
