internal import HostTool

extension HostNetworkError {
  init(_ error: HostToolError) {
    switch error {
    case .missing: self.init(.unavailable, error.description)
    case .timedOut: self.init(.timedOut, error.description)
    default: self.init(.failed, error.description)
    }
  }

  /// A program's own words, with the cause where it is known.
  static func refused(_ tool: String, _ output: HostTool.Output, _ purpose: String) -> HostNetworkError {
    let said = HostTool.lastLines(of: output.standardError, count: 2).split(whereSeparator: \.isNewline)
      .joined(separator: "; ")
    if said.contains("Operation not permitted") || said.contains("Permission denied") {
      return HostNetworkError(
        .noPermission,
        "this user may not \(purpose) (`\(tool)` said: \(said)): root inside a container needs the capability NET_ADMIN"
      )
    }
    return HostNetworkError(.failed, "cannot \(purpose): `\(tool)` said: \(said.isEmpty ? "nothing" : said)")
  }
}
