internal import ArgumentParser
internal import JSON
internal import VMRuntime
internal import Wording

struct ImageVerify: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Read images and machines' disks again, and look for damage.",
    discussion:
      "Images are compared with the digest that they were stored with. The exit status is 1 when anything is damaged.")

  @Argument(
    help: "Names of images and machines; all unless given.",
    completion: .custom { _, _, _ in LiveNames.imagesAndMachines })
  var names: [String] = []
  @OptionGroup var output: FormatOption

  func run() async throws {
    let isTerminal = Terminal.errorIsTerminal && Terminal.takesProgress
    let verdicts = try await VMHost().verifyDisks(names) { name in
      if isTerminal { Terminal.raw("\r\u{1B}[K\(name.printable): reading") }
    }
    if isTerminal { Terminal.raw("\r\u{1B}[K") }
    try output.format.write(.array(verdicts.map(\.json))) {
      guard !verdicts.isEmpty else { return "nothing to verify: there are no images and no disks" }
      var table = ColumnTable(["NAME", "RESULT", ""])
      for verdict in verdicts { table.append([verdict.name, verdict.finding.rawValue, verdict.message]) }
      return table.text()
    }
    if verdicts.contains(where: { $0.finding == .damaged }) { throw ExitCode(1) }
  }
}
