/// The VLANs that a port carries (IEEE 802.1Q). Ids are 1 to 4094.
public enum VLANSetting: Sendable, Hashable, CustomStringConvertible {
  /// One VLAN, whose frames leave the port without a tag.
  case access(Int)
  /// Several VLANs, whose frames keep their tags.
  case trunk([Int])

  /// All ids in the order of writing.
  public var ids: [Int] {
    switch self {
    case .access(let id): [id]
    case .trunk(let ids): ids
    }
  }

  /// As a network's file has it: `10`, or `[10, 20]` for a trunk.
  public var description: String {
    switch self {
    case .access(let id): "\(id)"
    case .trunk(let ids): "[\(ids.map(String.init).joined(separator: ", "))]"
    }
  }
}
