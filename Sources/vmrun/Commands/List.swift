internal import ArgumentParser
internal import JSON
internal import VMRuntime
internal import Wording

struct List: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the machines and their states.",
    discussion: "Shows every machine that was started before, and the profiles that can be started from here.",
    aliases: ["ls"])

  @OptionGroup var output: FormatOption
  @Flag(name: .shortAndLong, help: "Print names only.") var quiet = false

  func run() async throws {
    let rows = VMHost().list()
    if quiet { return rows.forEach { Terminal.output($0.name) } }
    try output.format.write(.array(rows.map(\.listJSON))) {
      guard !rows.isEmpty else {
        return "no machines: write a profile such as Profiles/web.yml, then `vmrun start web`"
      }
      var table = ColumnTable(["NAME", "STATE", "ACCEL", "CPUS", "MEMORY", "UPTIME", "FORWARDS"])
      for row in rows {
        table.append([
          row.name, row.state.rawValue, row.accelerator ?? "-", row.smp.map(String.init) ?? "-",
          row.memory.map(Describe.bytes) ?? "-", row.uptime.map(Describe.uptime) ?? "-",
          row.forwards.map { "\($0.hostPort)->\($0.guestPort)" }.joined(separator: " "),
        ])
      }
      return table.text()
    }
    guard output.format == .table else { return }
    // Neither started before nor readable now.
    for row in rows where row.profile == nil && row.accelerator == nil {
      Terminal.message("\(row.name): its profile has mistakes: `vmrun profile check \(row.name)` names them")
    }
  }
}
