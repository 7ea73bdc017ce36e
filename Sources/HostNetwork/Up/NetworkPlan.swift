package import VMProfile

/// What a network's file comes to on this host: the record of all changes, and how they are made. Pure.
package struct NetworkPlan: Sendable {
  package let network: NetworkProfile
  let look: HostLook
  /// Networks that are up already.
  let others: [NetworkRecord]
  /// What makes MAC addresses unlike those of other hosts and users.
  let salt: String

  package init(_ network: NetworkProfile, look: HostLook, others: [NetworkRecord] = [], salt: String) {
    self.network = network
    self.look = look
    self.others = others
    self.salt = salt
  }

  var bridge: String { network.bridge.description }

  /// Whether the bridge is made; else it is there already.
  var makesBridge: Bool { look.link(bridge) == nil }

  var isOpenVSwitch: Bool { network.switchKind != .linux }

  /// What has the host's address. In a VLAN it is an interface of its own: the bridge itself is in none.
  var hostInterface: String {
    guard case .access(let id)? = network.vlan, network.address != nil else { return bridge }
    return "\(bridge).\(id)"
  }

  /// The interface that masquerades; `any` when none has the default route; nil: no NAT.
  var natInterface: String? {
    switch network.nat {
    case .off: nil
    case .auto: look.defaultInterface ?? "any"
    case .interface(let name): name.description
    }
  }

  var range: IPv4Range? { network.dhcp.flatMap { $0.range ?? network.defaultRange } }

  /// The namespaces with the names of their cables: the end in the bridge is called `veth-br`, as far as that is free.
  var namespaces: [NetworkRecord.NamespaceRecord] {
    var taken = Set(look.links.map(\.name) + others.flatMap(\.namespaces).map(\.interface))
    return network.namespaces.map { namespace in
      let candidates = ["veth-br"] + (1...999).map { "veth-br\($0)" }
      let interface = candidates.first { !taken.contains($0) } ?? "veth-br"
      taken.insert(interface)
      return NetworkRecord.NamespaceRecord(
        name: namespace.name.description, address: namespace.address?.description, interface: interface,
        inner: namespace.name.cable)
    }
  }

  /// An address that only this network on this host has: the first octet says that it is locally administered.
  func mac(of what: String) -> String { DerivedMAC.address(salt, network.name.description, what) }

  /// The record, complete but for what only the caller knows.
  package func record() -> NetworkRecord {
    var record = NetworkRecord(name: network.name.description, bridge: bridge)
    record.switchKind = network.switchKind.rawValue
    record.hostInterface = network.address == nil ? nil : hostInterface
    record.address = network.address?.description
    record.dhcpRange = range?.description
    record.domain = range == nil ? nil : network.dhcp?.domain ?? network.name.description.lowercased()
    record.nat = natInterface
    record.mtu = network.mtu
    record.vlans = network.vlan?.ids ?? []
    if case .trunk? = network.vlan { record.isTrunk = true }
    record.isIsolated = network.isIsolated
    record.namespaces = namespaces
    record.uplink = network.uplink?.description
    record.changes = changes
    return record
  }

  /// In the order in which they are made.
  private var changes: [HostChange] {
    var changes: [HostChange] = []
    if makesBridge {
      changes.append(
        isOpenVSwitch ? .openVSwitch(name: bridge) : .bridge(name: bridge, mac: mac(of: "bridge")))
    }
    if hostInterface != bridge {
      changes.append(
        isOpenVSwitch
          ? .openVSwitchPort(bridge: bridge, name: hostInterface)
          : .vlanInterface(name: hostInterface, mac: mac(of: "vlan")))
    }
    for namespace in namespaces {
      changes.append(.namespace(name: namespace.name))
      changes.append(.cable(name: namespace.interface, mac: mac(of: namespace.interface)))
    }
    return changes
  }
}
