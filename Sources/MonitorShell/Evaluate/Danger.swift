internal import JSON

/// What would end the machine or harm the guest although it looks like any other command.
enum Danger {
  /// - Returns: what would happen, as a sentence; nil for commands that may run without a question.
  static func of(_ command: String, _ arguments: JSONObject) -> String? {
    switch command {
    case "quit": return "quit ends QEMU: for the guest it is a power cut"
    case "system_reset": return "system_reset restarts the guest without shutting it down"
    case "migrate": return arguments["uri"]?.stringValue.flatMap(migration)
    case "human-monitor-command": return arguments["command-line"]?.stringValue.flatMap(ofHMP)
    default: return nil
    }
  }

  static func ofHMP(_ line: String) -> String? {
    let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
    switch words.first {
    case "quit", "q": return of("quit", [:])
    case "system_reset": return of("system_reset", [:])
    case "migrate": return words.dropFirst().lazy.compactMap { migration($0) }.first
    default: return nil
    }
  }

  /// The netdev that a command takes away, whichever language it is in.
  static func removedNetdev(_ command: String, _ arguments: JSONObject) -> String? {
    switch command {
    case "netdev_del": return arguments["id"]?.stringValue
    case "human-monitor-command":
      let words = (arguments["command-line"]?.stringValue ?? "").split(whereSeparator: \.isWhitespace)
      return words.first == "netdev_del" && words.count == 2 ? String(words[1]) : nil
    default: return nil
    }
  }

  private static func migration(_ uri: String) -> String? {
    guard uri.hasPrefix("exec:") else { return nil }
    return """
      migrating to 'exec:' makes QEMU start a program: under the sandbox in which vmrun runs it, QEMU is killed \
      (unix: or tcp: to a program that listens does the same safely)
      """
  }
}
