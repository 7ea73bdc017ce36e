internal import ArgumentParser
internal import DiskImage
internal import JSON
internal import VMRuntime
internal import Wording

struct ImagePrune: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prune",
    abstract: "Remove old versions of images that no machine stands on, and what broken-off pulls left.",
    discussion: "Old is every version but the current one, also one from which 'vmrun image use' went back.")

  @Flag(name: .shortAndLong, help: "Do not ask.") var yes = false

  func run() async throws {
    let host = VMHost()
    let files = host.prunableImages()
    guard !files.isEmpty else { return Terminal.message("nothing to remove") }
    if !yes {
      var table = ColumnTable(["IMAGE", "WHAT", "SIZE", "PATH"])
      for file in files { table.append([file.image, file.kind.rawValue, Describe.bytes(file.size), file.path]) }
      Terminal.message(table.text())
      guard Terminal.inputIsTerminal else {
        throw RuntimeError(.usage, "this would be removed for good: say so with --yes")
      }
      guard Terminal.confirm("Remove this, \(total(files)) in all?") else { return Terminal.message("kept") }
    }
    let removed = try host.pruneImages()
    for file in removed { Terminal.message("\(file.image): removed \(file.kind.rawValue), \(file.path)") }
    Terminal.message("\(total(removed)) are free now")
  }

  private func total(_ files: [PrunableFile]) -> String { Describe.bytes(files.reduce(0) { $0 + $1.size }) }
}
