internal import GLib

extension Shell {
  /// Runs the lines of a file as if they were typed.
  func source(_ path: String) async throws(ShellError) -> NextStep {
    guard sourceDepth < 8 else { throw .usage("'\(path)' is the eighth file in a row: do they source each other?") }
    let text = try read(path)
    sourceDepth += 1
    defer { sourceDepth -= 1 }
    var pending = ""
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      guard !Task.isCancelled else { throw ShellError.failed("'\(path)' was stopped at line \(index + 1)") }
      pending += (pending.isEmpty ? "" : "\n") + line
      switch await run(pending) {
      case .done: pending = ""
      case .needsMore: continue
      case .leave: return .leave
      case .failed(let error):
        pending = ""
        guard options.keepsGoing else {
          var outer = ShellError(error.kind, "'\(path)' stopped at line \(index + 1)")
          outer.isDisconnect = error.isDisconnect
          throw outer
        }
      }
    }
    guard pending.trimmingCharacters.isEmpty else {
      throw .usage("'\(path)' ends in the middle of a command: a bracket is open")
    }
    return .stay
  }

  func read(_ path: String) throws(ShellError) -> String {
    let bytes: [UInt8]
    do { bytes = try DurableFile.read(FilePath.expand(path), limit: 10 << 20) } catch {
      throw ShellError.failed(error.message)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ShellError.failed("'\(path)' is not a text in UTF-8")
    }
    return text.replacing("\r\n", with: "\n")
  }
}
