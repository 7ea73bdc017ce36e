/// What a value in a command, an answer or an event may be.
public enum QMPType: Sendable {
  case string
  /// A whole number; QEMU does not tell its range.
  case integer
  case number
  case boolean
  case null
  /// Anything; what is allowed depends on more than the schema.
  case any
  case enumeration(QMPEnumeration)
  case array(element: QMPTypeReference)
  case object(QMPObjectType)
  /// One of several types, told apart by the kind of JSON value.
  case alternate([QMPTypeReference])
}

extension QMPType: CustomStringConvertible {
  /// Short, for people: `string`, `on|off|auto`, `[integer]`, `object`.
  public var description: String {
    switch self {
    case .string: "string"
    case .integer: "integer"
    case .number: "number"
    case .boolean: "boolean"
    case .null: "null"
    case .any: "any value"
    case .enumeration(let values): values.description
    case .array(let element): "[\(element.type)]"
    case .object: "object"
    case .alternate(let choices): choices.map(\.type.description).joined(separator: " or ")
    }
  }
}
