internal import ArgumentParser
internal import Glibc
internal import VMRuntime

struct NetShow: AsyncParsableCommand {
  /// How a diagram is drawn.
  enum Diagram: String, ExpressibleByArgument, CaseIterable {
    case text, mermaid, svg
  }

  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show all about one network.",
    discussion: """
      '--diagram' draws it for the terminal, '--diagram mermaid' for Markdown, '--diagram svg' as a picture: \
      vmrun net show lab --diagram svg > lab.svg
      """)

  @OptionGroup var argument: NetworkNameArgument
  @OptionGroup var output: FormatOption
  @Option(help: "Draw it: text, mermaid or svg.") var diagram: Diagram?

  func run() async throws {
    let status = try await VMHost().networkStatus(argument.name)
    if let diagram { return Terminal.output(NetworkReport.diagram(status, as: diagram)) }
    try output.format.write(status.json) { NetworkReport.text(status) }
  }
}
