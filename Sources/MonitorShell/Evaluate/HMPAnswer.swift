/// What HMP printed, and whether it was an error.
///
/// HMP answers every command with text, and QMP calls each a success. QEMU prints errors through
/// `error_report_err` as `Error: …`, and what a command's own reader refuses in a handful of forms
/// (monitor/hmp.c, net/slirp.c). These are recognised, and only at the beginning of a short answer: a long one is
/// a listing, whose first line may say anything.
struct HMPAnswer: Equatable {
  let text: String
  let isError: Bool

  init(_ answer: String) {
    text = answer.replacing("\r\n", with: "\n").trimmingEnd()
    isError = Self.isError(text)
  }

  private static let beginnings = [
    "Error:", "error:", "unknown command:", "Could not ", "could not ", "Failed to ", "failed to ", "Invalid ",
    "invalid ",
    "unknown option", "unsupported option", "Command '",
  ]
  private static let endings = [
    " expected", " not found", "extraneous characters at the end of line", "unmatched ')'", "not available",
    "is too long", "does not exist", "is not available",
  ]

  private static func isError(_ text: String) -> Bool {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: true)
    guard let first = lines.first, lines.count <= 3 else { return false }
    if beginnings.contains(where: { first.hasPrefix($0) }) { return true }
    if endings.contains(where: { first.hasSuffix($0) }) { return true }
    // `device_add: string expected`, `info: Invalid parameter 'x'`.
    guard let colon = first.firstRange(of: ": ") else { return false }
    let name = first[..<colon.lowerBound]
    guard !name.isEmpty, !name.contains(" ") else { return false }
    let rest = first[colon.upperBound...]
    return rest.hasPrefix("Invalid ") || rest.hasPrefix("invalid ") || rest.hasPrefix("unknown ")
      || rest.hasPrefix("unsupported ") || rest.hasPrefix("syntax error")
  }

  /// For people: without QEMU's own mark, which the shell's takes the place of.
  var message: String {
    for mark in ["Error: ", "error: "] where text.hasPrefix(mark) { return String(text.dropFirst(mark.count)) }
    return text
  }
}

extension String {
  fileprivate func trimmingEnd() -> String {
    var rest = self[...]
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return String(rest)
  }
}
