package import JSON

extension YAMLNode {
  /// A JSON value as a node; strings that would read as something else are quoted.
  package init(_ value: JSONValue) {
    switch value {
    case .null: self = Self.plain("null")
    case .bool(let value): self = Self.plain(value ? "true" : "false")
    case .integer(let value): self = Self.plain(String(value))
    case .unsigned(let value): self = Self.plain(String(value))
    case .double(let value): self = Self.plain("\(value)")
    case .string(let value): self.init(.scalar(value, isPlain: !Self.looksTyped(value)))
    case .array(let elements): self.init(.sequence(elements.map { YAMLNode($0) }))
    case .object(let object):
      self.init(.mapping(object.members.map { (YAMLNode(.string($0.key)), YAMLNode($0.value)) }))
    }
  }

  private static func plain(_ text: String) -> YAMLNode { YAMLNode(.scalar(text, isPlain: true)) }

  /// Whether some version of YAML takes the text for null, a boolean, a number, a time or a merge key.
  private static func looksTyped(_ text: String) -> Bool {
    guard let first = text.utf8.first else { return true }
    let words = ["null", "~", "true", "false", "yes", "no", "on", "off", "y", "n", "<<", "="]
    return (0x30...0x39).contains(first) || "+-.".utf8.contains(first) || words.contains(text.lowercased())
  }
}
