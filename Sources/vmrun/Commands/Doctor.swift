internal import ArgumentParser
internal import VMRuntime

struct Doctor: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Look at this host: what is there, what is missing, and how to mend it.",
    discussion: "The exit code is 69 when something that every machine needs is missing.")

  @OptionGroup var output: FormatOption

  func run() async throws {
    let report = await VMHost().doctor()
    try output.format.write(report.json) { Self.text(report, colour: Terminal.outputHasColour) }
    if report.checks.contains(where: { $0.status == .fail }) { throw ExitCode(Failure.code(.unavailable)) }
  }

  static func text(_ report: DoctorReport, colour: Bool) -> String {
    report.checks.map { check in
      let word = check.status.rawValue
      let code = check.status == .ok ? "32" : check.status == .warn ? "33" : "31"
      let mark = colour ? "\u{1B}[\(code)m\(word)\u{1B}[0m" : word
      let fix = check.status == .ok ? "" : check.fix.map { "\n        \($0)" } ?? ""
      return mark + String(repeating: " ", count: 6 - word.count) + "\(check.id): \(check.message)\(fix)"
    }.joined(separator: "\n")
  }
}
