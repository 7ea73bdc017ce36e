public import JSON

/// Every command, event and type that one QEMU knows, as it describes itself (`query-qmp-schema`; QEMU's
/// docs/devel/qapi-code-gen, "Client JSON Protocol introspection").
///
/// Types are looked up when they are asked for: of the thousand a QEMU has, a program needs a few.
public struct QMPSchema: Sendable {
  /// By name.
  public let commands: [String: QMPCommandSchema]
  /// By name.
  public let events: [String: QMPEventSchema]

  /// - Parameter answer: what `query-qmp-schema` returned.
  /// - Throws: `QMPError.protocolViolation` when it is no schema.
  public init(_ answer: JSONValue) throws(QMPError) {
    guard let entries = answer.arrayValue else { throw .protocolViolation("the schema is not a list") }
    let table = QMPTypeTable(minimumCapacity: entries.count)
    var commands: [String: QMPCommandSchema] = [:]
    var events: [String: QMPEventSchema] = [:]
    for entry in entries {
      guard let object = entry.objectValue, let name = object["name"]?.stringValue,
        let metaType = object["meta-type"]?.stringValue
      else { throw .protocolViolation("an entry of the schema has no name or no meta-type") }
      switch metaType {
      case "command": commands[name] = QMPCommandSchema(name: name, entry: object, types: table)
      case "event": events[name] = QMPEventSchema(name: name, entry: object, types: table)
      default: table.add(name, object)
      }
    }
    // An empty list is no QEMU's schema; taking it for one would call every command unknown.
    guard commands["qmp_capabilities"] != nil else { throw .protocolViolation("the schema lacks qmp_capabilities") }
    self.commands = commands
    self.events = events
  }

  /// The types that `object-add` can create; empty where this QEMU doesn't list them (before 6.0).
  public var objectTypes: [String] {
    guard case .enumeration(let values)? = commands["object-add"]?.arguments.member("qom-type")?.type else { return [] }
    return values.names
  }
}
