internal import Subprocess

extension HostTool {
  /// Runs a program to its end and collects what it writes.
  ///
  /// A status other than 0 is a result like another: see `runChecked`.
  ///
  /// - Parameters:
  ///   - executable: a name to look for on `$PATH`, or an absolute path.
  ///   - environment: added to vmrun's own.
  ///   - timeout: then the process group gets SIGTERM, and SIGKILL two seconds later.
  ///   - outputLimit: bytes of standard output that are more than expected; of standard error as much is kept.
  package static func run(
    _ executable: String, _ arguments: [String], environment: [String: String] = [:],
    workingDirectory: String? = nil, timeout: Duration = .seconds(30), outputLimit: Int = 4 << 20
  ) async throws(HostToolError) -> Output {
    let request = ToolRequest(
      path: try require(executable), arguments: arguments, environment: environment,
      workingDirectory: workingDirectory, timeout: timeout)
    let output = ByteSink(limit: outputLimit, keepsTail: false)
    let error = ByteSink(limit: outputLimit, keepsTail: true)
    let status = try await finish(request, output: { try output.append($0) }, error: { try error.append($0) }) {
      error.text
    }
    return Output(status: status, standardOutput: output.text, standardError: error.text)
  }

  /// The same, for a program that has to succeed.
  ///
  /// - Throws: `HostToolError.failed` with the end of its standard error for any status but 0.
  @discardableResult
  package static func runChecked(
    _ executable: String, _ arguments: [String], environment: [String: String] = [:],
    workingDirectory: String? = nil, timeout: Duration = .seconds(30), outputLimit: Int = 4 << 20
  ) async throws(HostToolError) -> Output {
    let output = try await run(
      executable, arguments, environment: environment, workingDirectory: workingDirectory, timeout: timeout,
      outputLimit: outputLimit)
    guard output.status.isSuccess else {
      throw .failed(tool: executable, status: output.status, message: lastLines(of: output.standardError))
    }
    return output
  }

  /// The last lines of a text, without the blank ones at its end.
  package static func lastLines(of text: String, count: Int = 5) -> String {
    let lines = text.split(whereSeparator: \.isNewline)
    return lines.suffix(count).joined(separator: "\n")
  }

  /// Runs, and turns every error into one of ours.
  static func finish(
    _ request: ToolRequest, output: @escaping @Sendable (UnsafeRawBufferPointer) throws -> Void,
    error: @escaping @Sendable (UnsafeRawBufferPointer) throws -> Void, message: () -> String
  ) async throws(HostToolError) -> Status {
    guard !Task.isCancelled else { throw .cancelled(tool: request.name) }
    do {
      let (status, timedOut) = try await ToolProcess(request: request).run(output: output, error: error)
      if timedOut {
        throw HostToolError.timedOut(
          tool: request.name, after: request.timeout, message: lastLines(of: message(), count: 1))
      }
      if Task.isCancelled, !status.isSuccess { throw HostToolError.cancelled(tool: request.name) }
      return status
    } catch let error as HostToolError {
      throw error
    } catch is CancellationError {
      throw .cancelled(tool: request.name)
    } catch let error as ByteSink.Overflow {
      throw .outputTooLarge(tool: request.name, limit: error.limit)
    } catch {
      if Task.isCancelled { throw .cancelled(tool: request.name) }
      throw .cannotStart(tool: request.name, reason: "\(error)")
    }
  }
}
