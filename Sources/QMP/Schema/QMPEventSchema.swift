internal import JSON

/// An event that this QEMU can send.
public struct QMPEventSchema: Sendable, QMPFeatures {
  public let name: String
  public let features: [String]
  private let dataType: String
  private let types: QMPTypeTable

  init(name: String, entry: JSONObject, types: QMPTypeTable) {
    self.name = name
    features = featureNames(entry["features"])
    dataType = entry["arg-type"]?.stringValue ?? ""
    self.types = types
  }

  /// What comes with it.
  public var data: QMPObjectType { types.object(dataType) }
}
