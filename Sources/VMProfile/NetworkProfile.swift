/// A network of the host as its author wrote it down: one YAML file, checked, nothing filled in from the host.
public struct NetworkProfile: Sendable, Equatable {
  /// The file's name without its suffix.
  public var name: NetworkName
  /// What the network is for.
  public var description: String?
  /// The bridge that machines are plugged into.
  public var bridge: InterfaceName
  /// The host's own address on the bridge; nil: the host takes no part.
  public var address: IPv4Interface?
  /// Nil: no DHCP server.
  public var dhcp: DHCPSetting?
  /// How guests reach what lies beyond the host.
  public var nat: NATSetting
  /// Namespaces that are plugged into the bridge, in the order of writing.
  public var namespaces: [NetworkNamespaceProfile]
  /// An interface of the host that becomes a port of the bridge; nil: none.
  public var uplink: InterfaceName?
  /// The VLANs of the machines' ports; nil: without tags.
  public var vlan: VLANSetting?
  /// What forwards the frames; the file's key is `switch`.
  public var switchKind: SwitchKind
  /// The largest packet in bytes, 576 to 65520; nil: the kernel's choice.
  public var mtu: Int?
  /// Whether guests reach each other and the host, but nothing beyond.
  public var isIsolated: Bool
  /// Where each value stands in the file, by key path (`namespaces.navy.address`), for messages about values
  /// that only the host can judge.
  public var locations: SourceMap

  /// A network made by a program. Only a name and a bridge are needed; the rest is as in a file that leaves it
  /// out: a bridge that joins machines with each other, and with nothing else.
  public init(
    name: NetworkName, bridge: InterfaceName, description: String? = nil, address: IPv4Interface? = nil,
    dhcp: DHCPSetting? = nil, nat: NATSetting = .off, namespaces: [NetworkNamespaceProfile] = [],
    uplink: InterfaceName? = nil, vlan: VLANSetting? = nil, switchKind: SwitchKind = .linux, mtu: Int? = nil,
    isIsolated: Bool = false
  ) {
    self.name = name
    self.description = description
    self.bridge = bridge
    self.address = address
    self.dhcp = dhcp
    self.nat = nat
    self.namespaces = namespaces
    self.uplink = uplink
    self.vlan = vlan
    self.switchKind = switchKind
    self.mtu = mtu
    self.isIsolated = isIsolated
    locations = SourceMap()
  }

  /// The file as messages name it, or `network 'lab'` for one that a program made.
  public var file: String { locations.file ?? "network '\(name)'" }

  /// The addresses that DHCP hands out when the file names none: in a /24 those from .100 to .199, else the
  /// upper half, 254 at most. The bridge's address and those of the namespaces are not among them; where they
  /// lie within, the longest part without them is left.
  ///
  /// Nil without `address`, and when the network is too small (a prefix longer than 29).
  public var defaultRange: IPv4Range? {
    guard let address else { return nil }
    return IPv4Range.pool(of: address, without: [address.address] + namespaces.compactMap(\.address?.address))
  }
}
