internal import JSON

/// What QEMU says first on a monitor.
public struct QMPGreeting: Sendable, Hashable {
  /// The release, `7.2.22`, and the distributor's own version behind it.
  public var version: String
  public var package: String
  /// `oob` where commands can overtake others.
  public var capabilities: [String]

  init(_ object: JSONObject) {
    let numbers = object["version"]?["qemu"]
    version = ["major", "minor", "micro"].map { "\(numbers?[$0]?.intValue ?? 0)" }.joined(separator: ".")
    package = object["version"]?["package"]?.stringValue ?? ""
    capabilities = object["capabilities"]?.arrayValue?.compactMap(\.stringValue) ?? []
  }
}
