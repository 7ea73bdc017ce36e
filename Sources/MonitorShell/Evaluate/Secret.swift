internal import JSON

/// What must not be kept in a file: passwords and keys.
enum Secret {
  /// Whether a line holds one, or its author asked with a leading space that it is not kept.
  static func isIn(_ line: String) -> Bool {
    if line.hasPrefix(" ") { return true }
    guard let input = try? ShellInput(line) else { return mentions(line) }
    switch input {
    case .blank, .incomplete: return mentions(line)
    case .json(let command, let arguments, _): return isIn(command, arguments)
    case .hmp(let text): return mentions(text)
    case .words(let name, let rest, let tail):
      return isSecret(command: name) || rest.contains { $0.key.map(isSecret(name:)) ?? false } || mentions(tail)
    }
  }

  static func isIn(_ command: String, _ arguments: JSONObject) -> Bool {
    isSecret(command: command) || isIn(.object(arguments))
  }

  private static func isIn(_ value: JSONValue) -> Bool {
    switch value {
    case .object(let object):
      object.members.contains { isSecret(name: $0.key) || isIn($0.value) }
        || object["qom-type"]?.stringValue?.hasPrefix("secret") == true
    case .array(let elements): elements.contains(where: isIn)
    // A password can hide in a line of HMP, or in an option such as `password=…` inside a text.
    case .string(let text): mentions(text)
    default: false
    }
  }

  static func isSecret(command: String) -> Bool {
    ["set_password", "change-vnc-password", "expire_password", "change"].contains(command)
  }

  /// `key-secret` and its like only name an object; they count nevertheless, since nothing is lost by it.
  private static func isSecret(name: String) -> Bool {
    let last = name.split(separator: ".").last.map(String.init) ?? name
    return last.contains("password") || last.contains("passwd") || last.contains("passphrase")
      || last.contains("secret") || last == "keyid" || last == "pin"
  }

  private static func mentions(_ text: String) -> Bool {
    let lower = text.lowercased()
    return ["password", "passwd", "passphrase", "secret"].contains { lower.contains($0) }
      || lower.hasPrefix("change vnc")
  }
}
