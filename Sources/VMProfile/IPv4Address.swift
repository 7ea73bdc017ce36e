/// An IPv4 address in dotted form.
public struct IPv4Address: Sendable, Hashable {
  /// The address as a number, first octet highest.
  public let value: UInt32
}
