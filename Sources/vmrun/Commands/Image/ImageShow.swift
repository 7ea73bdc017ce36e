internal import ArgumentParser
internal import JSON
internal import VMRuntime
internal import Wording

struct ImageShow: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "Show all about an image, a machine's disk or a file.", aliases: ["show"])

  @Argument(
    help: "An image's or a machine's name, or the path of a file.",
    completion: .custom { _, _, _ in LiveNames.imagesAndMachines })
  var name: String
  @Option(help: "The image's architecture; the host's unless given.") var arch: ArchitectureOption?
  @OptionGroup var output: FormatOption

  func run() async throws {
    let report = try await VMHost().diskReport(name, arch: arch?.architecture)
    try output.format.write(report.json) {
      let width = report.lines.map { $0.label.count }.max() ?? 0
      return report.lines.map { line in
        line.label + String(repeating: " ", count: width - line.label.count + 2) + line.value.printableLine
      }.joined(separator: "\n")
    }
  }
}
