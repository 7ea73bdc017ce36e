internal import JSON

/// A command that this QEMU has.
public struct QMPCommandSchema: Sendable, QMPFeatures {
  public let name: String
  /// Whether it may overtake other commands (`exec-oob`).
  public let allowsOutOfBand: Bool
  public let features: [String]
  private let argumentType: String
  private let returnType: String
  private let types: QMPTypeTable

  init(name: String, entry: JSONObject, types: QMPTypeTable) {
    self.name = name
    allowsOutOfBand = entry["allow-oob"]?.boolValue ?? false
    features = featureNames(entry["features"])
    argumentType = entry["arg-type"]?.stringValue ?? ""
    returnType = entry["ret-type"]?.stringValue ?? ""
    self.types = types
  }

  public var arguments: QMPObjectType { types.object(argumentType) }
  /// What the answer holds; an object without members where there is nothing to tell.
  public var returns: QMPType { types.type(returnType) }
  /// Whether arguments that the schema doesn't list are allowed: those of the device that is added.
  public var takesDeviceProperties: Bool { name == "device_add" }
}
