internal import JSON

extension Shell {
  func nic(_ words: [InputWord]) async throws(ShellError) {
    guard words.map(\.text) == ["list"] else { throw .usage("nic takes list") }
    try await relay("info network")
  }

  func forward(_ words: [InputWord]) async throws(ShellError) {
    guard words.map(\.text) == ["list"] else { throw .usage("forward takes list") }
    try await relay("info usernet")
  }

  private func relay(_ line: String) async throws(ShellError) {
    let answer = HMPAnswer(
      try await execute("human-monitor-command", ["command-line": .string(line)]).stringValue ?? "")
    await show(ShellResult(text: answer.text))
  }
}
