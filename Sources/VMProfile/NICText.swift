/// A network card as a profile writes it.
enum NICText {
  /// The lines of a list's item, without the dash and its indentation.
  static func block(_ nic: NIC) -> [String] {
    var lines = settings(nic)
    guard case .user(let forwards) = nic.attachment else { return lines + ["none:"] }
    lines.append("user:")
    if !forwards.isEmpty { lines.append("  forward: \(list(forwards))") }
    return lines
  }

  /// The card between braces, for a list between brackets.
  static func flow(_ nic: NIC) -> String {
    let parts: [String]
    switch nic.attachment {
    case .none: parts = settings(nic) + ["none: "]
    case .user(let forwards):
      parts = settings(nic) + [forwards.isEmpty ? "user: " : "user: {forward: \(list(forwards))}"]
    }
    return "{\(parts.joined(separator: ", "))}"
  }

  private static func settings(_ nic: NIC) -> [String] {
    ["model: \(nic.model)"] + (nic.mac.map { ["mac: \($0)"] } ?? [])
  }

  private static func list(_ forwards: [PortForward]) -> String {
    "[" + forwards.map { $0 == .ssh ? "ssh" : "\"\($0)\"" }.joined(separator: ", ") + "]"
  }
}
