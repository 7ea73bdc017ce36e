internal import ArgumentParser
internal import JSON
internal import VMProfile
internal import VMRuntime
internal import Wording

struct ProfileList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the profiles that can be seen from the current folder.", aliases: ["ls"])

  @OptionGroup var output: FormatOption

  private struct Row {
    var name: String
    var path: String
    var description: String?
    var parents: [String] = []
    /// A person's own layer.
    var local: String?

    init(_ name: String, _ host: VMHost) {
      self.name = name
      let file = try? host.profile(name)
      path = file?.path ?? (try? host.profilePath(name)) ?? "-"
      description = file?.profile.description
      parents = file?.layers?.parents.map(\.description) ?? []
      local = file?.layers?.files.first { $0.role == .local }?.path
    }

    var localName: String { local?.split(separator: "/").last.map(String.init) ?? "" }

    var json: JSONValue {
      [
        "name": .string(name), "path": .string(path), "description": description.map(JSONValue.string) ?? .null,
        "extends": .array(parents.map(JSONValue.string)), "local": local.map(JSONValue.string) ?? .null,
      ]
    }
  }

  func run() async throws {
    let host = VMHost()
    let rows = (host.profileNames() + host.sourcedProfileNames()).map { Row($0, host) }
    for source in host.missingSources() { Terminal.message("\(source.name): \(source.message)") }
    try output.format.write(.array(rows.map(\.json))) {
      var table = ColumnTable(["NAME", "DESCRIPTION", "EXTENDS", "FILE"])
      for row in rows {
        let local = row.local == nil ? "" : " (+ \(row.localName))"
        let parents = row.parents.isEmpty ? "-" : row.parents.joined(separator: ", ")
        table.append([row.name, row.description ?? "-", parents, row.path + local])
      }
      return table.text()
    }
  }
}
