internal import JSON

/// The words of an enumeration.
public struct QMPEnumeration: Sendable {
  /// A word and what is to be said about it.
  public struct Value: Sendable, Hashable, QMPFeatures {
    public let name: String
    /// Such as `deprecated`; known since QEMU 6.2.
    public let features: [String]
  }

  /// In QEMU's order.
  public let values: [Value]

  init(_ entry: JSONObject) {
    if let members = entry["members"]?.arrayValue {
      values = members.compactMap { member in
        member["name"]?.stringValue.map { Value(name: $0, features: featureNames(member["features"])) }
      }
    } else {
      values = (entry["values"]?.arrayValue ?? []).compactMap(\.stringValue).map { Value(name: $0, features: []) }
    }
  }

  /// The words alone.
  public var names: [String] { values.map(\.name) }

  /// The word of that name; nil when it is not among them.
  public func value(_ name: String) -> Value? { values.first { $0.name == name } }
}

extension QMPEnumeration: CustomStringConvertible {
  /// All words where they are few: `on|off|auto`.
  public var description: String {
    values.count <= 8 ? names.joined(separator: "|") : "one of \(values.count) words"
  }
}
