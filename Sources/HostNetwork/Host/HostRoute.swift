internal import JSON
package import VMProfile

/// An IPv4 route of the main table as `ip -j route` shows it.
package struct HostRoute: Sendable, Equatable {
  /// Nil: the default route.
  package var destination: IPv4Interface?
  package var device: String?
  package var metric: Int

  init?(_ json: JSONValue) {
    guard let text = json["dst"]?.stringValue else { return nil }
    if text == "default" {
      destination = nil
    } else {
      guard let network = IPv4Interface(text.contains("/") ? text : "\(text)/32") else { return nil }
      destination = network
    }
    device = json["dev"]?.stringValue
    metric = json["metric"]?.intValue ?? 0
  }
}
