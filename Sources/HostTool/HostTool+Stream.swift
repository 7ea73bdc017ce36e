extension HostTool {
  /// Runs a longer program and hands over its standard output line by line as it comes.
  ///
  /// - Parameters:
  ///   - logFile: made anew; gets both outputs as they come.
  ///   - lineLimit: bytes; longer lines come in pieces.
  ///   - onStart: gets the number of the process, which is its group's and session's too.
  /// - Returns: how it ended, with the last 16 KiB of its standard error; `standardOutput` is empty.
  package static func stream(
    _ executable: String, _ arguments: [String], environment: [String: String] = [:],
    workingDirectory: String? = nil, timeout: Duration, lineLimit: Int = 4096, logFile: String? = nil,
    onStart: (@Sendable (Int32) -> Void)? = nil, onLine: @escaping @Sendable (String) -> Void
  ) async throws(HostToolError) -> Output {
    let request = ToolRequest(
      path: try require(executable), arguments: arguments, environment: environment,
      workingDirectory: workingDirectory, timeout: timeout, onStart: onStart)
    let log: LogFile? = if let logFile { try LogFile(path: logFile) } else { nil }
    let lines = LineSink(limit: lineLimit, onLine: onLine)
    let tail = ByteSink(limit: 16 << 10, keepsTail: true)
    let status = try await finish(
      request,
      output: { part in
        log?.append(part)
        lines.append(part)
      },
      error: { part in
        log?.append(part)
        try tail.append(part)
      }
    ) { tail.text }
    lines.finish()
    return Output(status: status, standardOutput: "", standardError: tail.text)
  }
}
