internal import JSON

/// A member of an object, such as an argument of a command.
public struct QMPMember: Sendable, QMPFeatures {
  public let name: String
  public let isOptional: Bool
  public let features: [String]
  private let reference: QMPTypeReference

  init?(_ entry: JSONValue, types: QMPTypeTable) {
    guard let object = entry.objectValue, let name = object["name"]?.stringValue,
      let type = object["type"]?.stringValue
    else { return nil }
    self.name = name
    // The default is always null; that it is there says that the member is optional.
    isOptional = object["default"] != nil
    features = featureNames(object["features"])
    reference = QMPTypeReference(name: type, types: types)
  }

  public var type: QMPType { reference.type }
}
