/// A type that is looked up when it is asked for, because it may contain itself.
public struct QMPTypeReference: Sendable {
  let name: String
  let types: QMPTypeTable

  /// The type itself.
  public var type: QMPType { types.type(name) }
}
