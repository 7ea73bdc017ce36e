internal import GLib
internal import JSON
internal import QMP

// What hot-plug asks of QEMU (QEMU QMP Reference Manual).
extension QMPConnection {
  /// Runs a command of the human monitor; some things have no other.
  ///
  /// - Returns: what it printed, without line ends around it. Errors come as such texts, too.
  func human(_ command: String) async throws(QMPError) -> String {
    let answer = try await execute("human-monitor-command", ["command-line": .string(command)])
    guard let text = answer.stringValue else {
      throw .protocolViolation("the answer to human-monitor-command is not a text")
    }
    return text.trimmingSpaces
  }

  /// `qom-list`: the properties of an object, name to type; empty when there is no such object.
  func properties(of path: String) async throws(QMPError) -> [String: String] {
    let answer: JSONValue
    do throws(QMPError) {
      answer = try await execute("qom-list", ["path": .string(path)])
    } catch .refused(_, "DeviceNotFound", _) {
      return [:]
    }
    return (answer.arrayValue ?? []).reduce(into: [:]) { result, item in
      if let name = item["name"]?.stringValue, let type = item["type"]?.stringValue { result[name] = type }
    }
  }

  /// `qom-get` of a text.
  func text(_ property: String, of path: String) async throws(QMPError) -> String? {
    try await execute("qom-get", ["path": .string(path), "property": .string(property)]).stringValue
  }

  /// The devices that were given an id: id to type.
  func devices() async throws(QMPError) -> [String: String] {
    try await properties(of: "/machine/peripheral").compactMapValues { type in
      guard type.hasPrefix("child<"), type.hasSuffix(">") else { return nil }
      return String(type.dropFirst("child<".count).dropLast())
    }
  }
}
