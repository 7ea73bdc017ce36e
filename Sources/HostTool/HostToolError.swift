/// Why a program could not do its work.
package enum HostToolError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Not on this host; `package` is the Debian package that brings it, when known.
  case missing(tool: String, package: String?)
  case cannotStart(tool: String, reason: String)
  /// Still running at its deadline; it and what it started were ended.
  case timedOut(tool: String, after: Duration, message: String)
  /// The calling task was cancelled; the program and what it started were ended.
  case cancelled(tool: String)
  /// Wrote more than this many bytes to its standard output, and was ended.
  case outputTooLarge(tool: String, limit: Int)
  /// Ended without success; `message` is the end of its standard error.
  case failed(tool: String, status: HostTool.Status, message: String)

  package var description: String {
    switch self {
    case .missing(let tool, let package):
      if let package {
        "'\(tool)' is not on this host: install it with `apt install \(package)`"
      } else {
        "'\(tool)' is not on this host: install it, or add its folder to PATH"
      }
    case .cannotStart(let tool, let reason): "cannot start '\(tool)': \(reason)"
    case .timedOut(let tool, let duration, let message):
      "'\(tool)' did not finish within \(duration.formattedSeconds) and was ended"
        + (message.isEmpty ? "" : ": \(message)")
    case .cancelled(let tool): "'\(tool)' was ended because vmrun was interrupted"
    case .outputTooLarge(let tool, let limit): "'\(tool)' wrote more than \(limit) bytes and was ended"
    case .failed(let tool, let status, let message):
      "'\(tool)' failed with \(status)" + (message.isEmpty ? "" : ": \(message)")
    }
  }
}

extension Duration {
  var formattedSeconds: String {
    let (seconds, attoseconds) = components
    return seconds == 0 ? "\(attoseconds / 1_000_000_000_000_000) ms" : "\(seconds) s"
  }
}
