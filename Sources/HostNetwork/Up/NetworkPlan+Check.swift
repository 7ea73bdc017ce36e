internal import VMProfile

extension NetworkPlan {
  /// Whether the plan fits this host: interfaces, names and addresses.
  ///
  /// - Throws: `HostNetworkError` for the first thing that is in the way, with the place in the file.
  package func check() throws(HostNetworkError) {
    try checkBridge()
    if let uplink = network.uplink { try checkExists(uplink.description, key: "uplink") }
    if case .interface(let name) = network.nat { try checkExists(name.description, key: "nat") }
    try checkNames()
    try checkAddresses()
  }

  private func checkBridge() throws(HostNetworkError) {
    guard let link = look.link(bridge) else { return }
    let kinds = isOpenVSwitch ? ["openvswitch", "tun"] : ["bridge"]
    guard let kind = link.kind, kinds.contains(kind) else {
      throw wrong(
        "bridge",
        "'bridge' is '\(bridge)', and this host has an interface of that name that is \(isOpenVSwitch ? "no Open vSwitch" : "not a bridge")"
          + "\(link.kind.map { " but of kind '\($0)'" } ?? ""): write another name")
    }
    let owner = others.first { $0.bridge == bridge }
    if let owner {
      guard network.vlan != nil || network.address == nil else {
        throw wrong(
          "bridge",
          "'bridge' is '\(bridge)', which network '\(owner.name)' has made: give each network a bridge of its own, or a "
            + "'vlan' of its own")
      }
    } else if network.address != nil, network.vlan == nil {
      throw wrong(
        "bridge",
        "'bridge' is '\(bridge)', which exists and was not made by vmrun: write another name, or leave 'address', 'dhcp', "
          + "'nat' and 'namespaces' out to plug machines into it as it is")
    }
  }

  private func checkExists(_ interface: String, key: String) throws(HostNetworkError) {
    guard look.link(interface) == nil else { return }
    let names = look.links.map(\.name).filter { $0 != "lo" }.joined(separator: ", ")
    throw wrong(
      key, "'\(key)' is '\(interface)', and this host has no such interface; it has \(names.isEmpty ? "none" : names)")
  }

  private func checkNames() throws(HostNetworkError) {
    if hostInterface.utf8.count > InterfaceName.maximumLength {
      throw wrong(
        "bridge",
        "'bridge' is '\(bridge)', and the host's interface in the VLAN would be '\(hostInterface)', which is longer than "
          + "the \(InterfaceName.maximumLength) characters that the kernel has room for: write a shorter name")
    }
    if hostInterface != bridge, look.link(hostInterface) != nil {
      throw wrong("vlan", "this host has an interface '\(hostInterface)' already: write another VLAN or bridge")
    }
    for namespace in network.namespaces where look.namespaces.contains(namespace.name.description) {
      let owner = others.first { $0.namespaces.contains { $0.name == namespace.name.description } }
      let maker = owner.map { "which network '\($0.name)' has made" } ?? "and was not made by vmrun"
      throw wrong(
        "namespaces.\(namespace.name)", "the namespace '\(namespace.name)' exists, \(maker): write another name")
    }
  }

  private func checkAddresses() throws(HostNetworkError) {
    guard let address = network.address else { return }
    let own: Set<String> = [hostInterface]
    guard let clash = look.clash(with: address, except: own) else { return }
    let free = look.proposal(like: address, except: own).map { "; \($0) is free here" } ?? ""
    throw wrong(
      "address",
      "'address' is '\(address)', and \(clash): two networks with the same addresses cannot be told apart, so write "
        + "another\(free)")
  }

  func wrong(_ key: String, _ message: String) -> HostNetworkError {
    let place = network.locations[key].map { "\($0)" } ?? network.file
    return HostNetworkError(.invalid, "\(place): \(message)")
  }
}
