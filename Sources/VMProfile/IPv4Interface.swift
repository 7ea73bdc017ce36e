/// An address together with the length of its network's prefix: `10.16.0.5/24`.
public struct IPv4Interface: Sendable, Hashable {
  public var address: IPv4Address
  public var prefixLength: Int
}
