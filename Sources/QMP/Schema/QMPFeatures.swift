internal import JSON

/// What QEMU says about a command, an event, a member or a word beyond its type.
public protocol QMPFeatures {
  /// QEMU's names, such as `deprecated` and `unstable`.
  var features: [String] { get }
}

extension QMPFeatures {
  /// Whether a later QEMU may do without it.
  public var isDeprecated: Bool { features.contains("deprecated") }
  /// Whether it may change without notice.
  public var isUnstable: Bool { features.contains("unstable") }
}

func featureNames(_ value: JSONValue?) -> [String] { value?.arrayValue?.compactMap(\.stringValue) ?? [] }
