internal import JSON

/// The types of a schema by name; their names are opaque numbers, and a type may contain itself.
///
/// Filled while the schema is read and never changed after that: hence safe to share.
final class QMPTypeTable: @unchecked Sendable {
  private var entries: [String: JSONObject]

  init(minimumCapacity: Int) {
    entries = [:]
    entries.reserveCapacity(minimumCapacity)
  }

  func add(_ name: String, _ entry: JSONObject) { entries[name] = entry }

  /// The type of that name. What a later QEMU may add and this reader doesn't know counts as `any`: then
  /// nothing is called wrong that might be right.
  func type(_ name: String) -> QMPType {
    guard let entry = entries[name] else { return .any }
    switch entry["meta-type"]?.stringValue {
    case "builtin": return builtin(entry["json-type"]?.stringValue ?? "")
    case "enum": return .enumeration(QMPEnumeration(entry))
    case "array": return .array(element: QMPTypeReference(name: entry["element-type"]?.stringValue ?? "", types: self))
    case "object": return .object(QMPObjectType(entry, types: self))
    case "alternate":
      let members = entry["members"]?.arrayValue ?? []
      return .alternate(members.map { QMPTypeReference(name: $0["type"]?.stringValue ?? "", types: self) })
    default: return .any
    }
  }

  func object(_ name: String) -> QMPObjectType {
    guard case .object(let type) = type(name) else { return QMPObjectType([:], types: self) }
    return type
  }

  private func builtin(_ jsonType: String) -> QMPType {
    switch jsonType {
    case "string": .string
    case "int": .integer
    case "number": .number
    case "boolean": .boolean
    case "null": .null
    default: .any
    }
  }
}
