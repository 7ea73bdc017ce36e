internal import VMProfile

/// The words of `ip -batch`, `bridge -batch` and `ovs-vsctl`. Every name among them is of a type that can be no option.
extension NetworkPlan {
  /// Makes bridge and cables.
  func linkCommands(_ record: NetworkRecord) -> [String] {
    var lines: [String] = []
    let size = network.mtu.map { " mtu \($0)" } ?? ""
    if makesBridge, !isOpenVSwitch {
      // Without a default VLAN a port is in none until it is told.
      let filter = network.vlan == nil ? "" : " vlan_filtering 1"
      lines.append("link add name \(bridge) address \(mac(of: "bridge"))\(size) type bridge\(filter)")
    }
    if makesBridge || isOpenVSwitch { lines.append("link set dev \(bridge) up") }
    if hostInterface != bridge {
      if !isOpenVSwitch, case .access(let id)? = network.vlan {
        lines.append(
          "link add link \(bridge) name \(hostInterface) address \(mac(of: "vlan"))\(size) type vlan id \(id)")
      }
      lines.append("link set dev \(hostInterface) up")
    }
    if let address = network.address {
      lines.append("address add \(address) broadcast + dev \(hostInterface)")
    }
    for namespace in record.namespaces {
      lines.append(
        "link add name \(namespace.interface) address \(mac(of: namespace.interface))\(size) type veth peer name "
          + "\(namespace.inner) address \(mac(of: namespace.inner))\(size) netns \(namespace.name)")
      if !isOpenVSwitch { lines.append("link set dev \(namespace.interface) master \(bridge)") }
      lines.append("link set dev \(namespace.interface) up")
    }
    return lines
  }

  /// Sets a namespace's own end up.
  func innerCommands(_ namespace: NetworkNamespaceProfile) -> [String] {
    var lines = ["link set dev lo up"]
    let cable = namespace.name.cable
    if let address = namespace.address { lines.append("address add \(address) broadcast + dev \(cable)") }
    lines.append("link set dev \(cable) up")
    if let gateway = namespace.gateway ?? network.address?.address, namespace.address != nil {
      lines.append("route add default via \(gateway) dev \(cable)")
    }
    return lines
  }

  /// Puts the host's own port and the namespaces' into their VLANs.
  func vlanCommands(_ record: NetworkRecord) -> [String] {
    guard !isOpenVSwitch, let vlan = network.vlan else { return [] }
    let own = hostInterface == bridge ? [] : vlan.ids.map { "vlan add dev \(bridge) vid \($0) self" }
    return own + record.namespaces.flatMap { PortVLAN.commands(record, interface: $0.interface) }
  }

  /// One call of ovs-vsctl(8), which is one transaction.
  func openVSwitchCommands(_ record: NetworkRecord) -> [String] {
    guard isOpenVSwitch else { return [] }
    var words: [String] = []
    if makesBridge {
      words += ["--", "add-br", bridge]
      if network.switchKind == .ovsUserspace { words += ["--", "set", "bridge", bridge, "datapath_type=netdev"] }
      words += ["--", "set", "bridge", bridge, "other_config:hwaddr=\"\(mac(of: "bridge"))\""]
      if let mtu = network.mtu { words += ["--", "set", "interface", bridge, "mtu_request=\(mtu)"] }
    }
    if hostInterface != bridge, case .access(let id)? = network.vlan {
      words += ["--", "add-port", bridge, hostInterface, "tag=\(id)"]
      words += ["--", "set", "interface", hostInterface, "type=internal"]
    }
    return words
  }
}
