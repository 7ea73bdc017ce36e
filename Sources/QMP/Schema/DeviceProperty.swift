public import JSON

/// A property of a device, as `device_add` takes it (`device-list-properties`).
public struct DeviceProperty: Sendable, Hashable {
  /// How its value is written.
  public enum Kind: Sendable, Hashable {
    case boolean
    case integer(ClosedRange<Int64>)
    /// An integer up to 2⁶⁴−1.
    case unsigned
    /// A number of bytes.
    case size
    case string
    /// An enumeration, a link or something else that QEMU reads from text.
    case other
  }

  public let name: String
  /// QEMU's name of the type, such as `uint32`, `str`, `OnOffAuto`.
  public let typeName: String
  public let summary: String?
  public let defaultValue: JSONValue?

  init?(_ value: JSONValue) {
    guard let name = value["name"]?.stringValue, let type = value["type"]?.stringValue else { return nil }
    self.name = name
    typeName = type
    summary = value["description"]?.stringValue
    defaultValue = value["default-value"]
  }

  public var kind: Kind {
    switch typeName {
    case "bool", "boolean": .boolean
    case "int", "int64": .integer(.min...(.max))
    case "int32": .integer(Int64(Int32.min)...Int64(Int32.max))
    case "int16": .integer(Int64(Int16.min)...Int64(Int16.max))
    case "int8": .integer(-128...127)
    case "uint64": .unsigned
    case "uint32": .integer(0...Int64(UInt32.max))
    case "uint16": .integer(0...65535)
    case "uint8": .integer(0...255)
    case "size", "size32": .size
    case "str", "string": .string
    default: .other
    }
  }

  /// The words that its description lists, `on/off/auto`; empty where it lists none.
  public var choices: [String] {
    if kind == .boolean { return ["on", "off"] }
    guard kind == .other, let summary, summary.contains("/"), !summary.contains(" ") else { return [] }
    return summary.split(separator: "/").map(String.init)
  }
}
