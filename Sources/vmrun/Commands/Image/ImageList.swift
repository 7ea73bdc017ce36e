internal import ArgumentParser
internal import DiskImage
internal import JSON
internal import VMProfile
internal import VMRuntime
internal import Wording

struct ImageList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the images that are here, and those that can be pulled or built.",
    discussion: """
      Of several versions of an image the first is the current one, which new machines start from; 'vmrun image use' \
      makes another one current. A catalogue that cannot be read is named, and left out.
      """,
    aliases: ["ls"])

  @OptionGroup var output: FormatOption
  @Flag(name: .shortAndLong, help: "Print the names of images that are here only.") var quiet = false

  private struct Row {
    var name: String
    var arch: Architecture?
    var state: String
    /// The current one first.
    var versions: [String] = []
    var disk: String?
    var description: String

    var json: JSONValue {
      func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }
      return [
        "name": .string(name), "arch": text(arch?.rawValue), "state": .string(state),
        "version": text(versions.first), "versions": .array(versions.map(JSONValue.string)), "disk": text(disk),
        "description": .string(description),
      ]
    }
  }

  func run() async throws {
    let host = VMHost()
    try host.requireReadableStore()
    if quiet { return LiveNames.storedImages.forEach { Terminal.output($0) } }
    let rows = await rows(host)
    try output.format.write(.array(rows.map(\.json))) {
      guard !rows.isEmpty else {
        return "no images, no recipes and no catalogue: run `vmrun image import FILE --name NAME`"
      }
      var table = ColumnTable(["NAME", "ARCH", "STATE", "VERSION", "DESCRIPTION"])
      for row in rows {
        let old = row.versions.dropFirst()
        let version = (row.versions.first ?? "-") + (old.isEmpty ? "" : " (old: \(old.joined(separator: ", ")))")
        table.append([row.name, row.arch?.rawValue ?? "-", row.state, version, row.description])
      }
      return table.text()
    }
  }

  /// What is here comes first; what can be had follows.
  private func rows(_ host: VMHost) async -> [Row] {
    let stored = host.storedImages()
    func isStored(_ name: String, _ arch: Architecture?) -> Bool {
      stored.contains { $0.name == name && (arch == nil || $0.arch == arch) }
    }
    var rows = stored.map {
      Row(
        name: $0.name, arch: $0.arch, state: $0.origin.word,
        versions: host.imageVersions($0.name, $0.arch).map(\.version), disk: $0.disk, description: $0.description)
    }
    for name in host.recipeNames() where !isStored(name, nil) {
      rows.append(Row(name: name, state: "not built", description: "run `vmrun image build \(name)`"))
    }
    let (entries, faults) = await host.catalogEntries()
    for fault in faults { Terminal.message("vmrun: left out: \(fault.message)") }
    for entry in entries where !isStored(entry.name, entry.arch) {
      rows.append(Row(name: entry.name, arch: entry.arch, state: "not pulled", description: entry.description))
    }
    return rows
  }
}
