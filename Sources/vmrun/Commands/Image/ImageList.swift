internal import ArgumentParser
internal import DiskImage
internal import JSON
internal import VMProfile
internal import VMRuntime
internal import Wording

struct ImageList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the images that are here, and those that can be pulled or built.",
    aliases: ["ls"])

  @OptionGroup var output: FormatOption
  @Flag(name: .shortAndLong, help: "Print the names of images that are here only.") var quiet = false

  private struct Row {
    var name: String
    var arch: Architecture?
    var state: String
    var version: String?
    var disk: String?
    var description: String

    var json: JSONValue {
      func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }
      return [
        "name": .string(name), "arch": text(arch?.rawValue), "state": .string(state), "version": text(version),
        "disk": text(disk), "description": .string(description),
      ]
    }
  }

  func run() async throws {
    let host = VMHost()
    if quiet { return LiveNames.storedImages.forEach { Terminal.output($0) } }
    let rows = try await rows(host)
    try output.format.write(.array(rows.map(\.json))) {
      var table = ColumnTable(["NAME", "ARCH", "STATE", "VERSION", "DESCRIPTION"])
      for row in rows {
        table.append([row.name, row.arch?.rawValue ?? "-", row.state, row.version ?? "-", row.description])
      }
      return table.text()
    }
  }

  /// What is here comes first; what can be had follows.
  private func rows(_ host: VMHost) async throws -> [Row] {
    let stored = host.storedImages()
    func isStored(_ name: String, _ arch: Architecture?) -> Bool {
      stored.contains { $0.name == name && (arch == nil || $0.arch == arch) }
    }
    var rows = stored.map {
      Row(
        name: $0.name, arch: $0.arch, state: $0.source == nil ? "built" : "pulled", version: $0.version, disk: $0.disk,
        description: $0.description)
    }
    for name in host.recipeNames() where !isStored(name, nil) {
      rows.append(Row(name: name, state: "not built", description: "run `vmrun image build \(name)`"))
    }
    for entry in try await host.catalogEntries() where !isStored(entry.name, entry.arch) {
      rows.append(Row(name: entry.name, arch: entry.arch, state: "not pulled", description: entry.description))
    }
    return rows
  }
}
