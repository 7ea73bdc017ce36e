public import JSON

/// A forward and the card that it leads through.
public struct NICForward: Sendable, Hashable {
  public var nic: String
  public var forward: ForwardRecord

  package init(nic: String, forward: ForwardRecord) {
    self.nic = nic
    self.forward = forward
  }

  /// The keys of a forward in `vmrun forward list --format json`; they are stable.
  public var json: JSONValue {
    guard case .object(var object) = forward.json else { return forward.json }
    object["nic"] = .string(nic)
    return .object(object)
  }
}
