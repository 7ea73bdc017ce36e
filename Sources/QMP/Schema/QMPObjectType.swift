public import JSON

/// An object: its members, and those that depend on the value of one of them.
public struct QMPObjectType: Sendable {
  /// The members that are always allowed, the tag among them.
  public let members: [QMPMember]
  /// The member that chooses the variant, such as `driver` in `blockdev-add`.
  public let tag: String?
  private let variants: [String: String]
  private let types: QMPTypeTable

  init(_ entry: JSONObject, types: QMPTypeTable) {
    members = (entry["members"]?.arrayValue ?? []).compactMap { QMPMember($0, types: types) }
    tag = entry["tag"]?.stringValue
    var variants: [String: String] = [:]
    for variant in entry["variants"]?.arrayValue ?? [] {
      guard let word = variant["case"]?.stringValue, let type = variant["type"]?.stringValue else { continue }
      variants[word] = type
    }
    self.variants = variants
    self.types = types
  }

  /// A member that is always allowed.
  public func member(_ name: String) -> QMPMember? { members.first { $0.name == name } }

  /// What is allowed in addition when the tag has this value; nil when that value adds nothing.
  public func variant(_ word: String) -> QMPObjectType? { variants[word].map { types.object($0) } }

  /// The members that are allowed beside what is given already.
  ///
  /// - Returns: those of the variant that `values` chooses too, once they choose one.
  public func members(given values: JSONObject) -> [QMPMember] {
    guard let tag, let word = values[tag]?.stringValue, let variant = variant(word) else { return members }
    return members + variant.members(given: values)
  }
}
