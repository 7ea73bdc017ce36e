/// The rules that join several values of a network.
struct NetworkRules {
  private(set) var diagnostics: [Diagnostic] = []

  /// Checks a draft; what could not be read takes no part.
  init(_ draft: NetworkDraft) {
    checkInterfaces(draft)
    checkNeeds(draft)
    checkUplink(draft)
    checkIsolation(draft)
    checkVLANs(draft.vlan)
    checkNamespaces(draft)
    checkAddresses(draft)
    checkPool(draft)
  }

  mutating func report(_ location: SourceLocation, _ message: String) {
    diagnostics.append(Diagnostic(location: location, message: message))
  }

  private mutating func checkInterfaces(_ draft: NetworkDraft) {
    let exit = draft.nat.flatMap { nat -> Placed<InterfaceName>? in
      guard case .interface(let name) = nat.value else { return nil }
      return Placed(value: name, location: nat.location)
    }
    if let bridge = draft.bridge {
      checkNotLoopback(bridge, key: "bridge", instead: "write a name of its own such as br0")
    }
    for (key, interface) in [("uplink", draft.uplink), ("nat", exit)] {
      guard let interface else { continue }
      checkNotLoopback(interface, key: key, instead: "write the interface that leads beyond the host")
      if interface.value == draft.bridge?.value {
        report(
          interface.location,
          "'\(key)' is '\(interface.value)', which is the 'bridge' itself: a network that names itself leads nowhere: "
            + "write the interface that leads beyond the host")
      }
    }
    for (key, interface) in [("bridge", draft.bridge), ("uplink", draft.uplink), ("nat", exit)] {
      guard let interface, let namespace = draft.namespaces.first(where: { $0.name?.cable == "\(interface.value)" }),
        let name = namespace.name
      else { continue }
      report(
        interface.location,
        "'\(key)' is '\(interface.value)', which is the cable of the namespace '\(name)' (\(namespace.location)): "
          + "rename one of them")
    }
  }

  private mutating func checkNotLoopback(_ interface: Placed<InterfaceName>, key: String, instead: String) {
    guard interface.value.isLoopback else { return }
    report(interface.location, "'\(key)' is 'lo', the loopback of the host itself: \(instead)")
  }

  private mutating func checkNeeds(_ draft: NetworkDraft) {
    // With an uplink the answer is another one.
    guard !draft.hasAddressKey, draft.uplink == nil else { return }
    let instead = "add one such as 10.16.0.1/24"
    if let dhcp = draft.dhcp {
      report(dhcp.location, "'dhcp' needs 'address': it hands out addresses of the host's own network: \(instead)")
    }
    if let nat = draft.nat, nat.value != .off {
      report(nat.location, "'nat' needs 'address': guests leave through the host's address on the bridge: \(instead)")
    }
  }

  private mutating func checkUplink(_ draft: NetworkDraft) {
    guard let uplink = draft.uplink else { return }
    let nat = draft.nat.flatMap { $0.value == .off ? nil : $0.location }
    for (key, location) in [("address", draft.address?.location), ("dhcp", draft.dhcp?.location), ("nat", nat)] {
      guard let location else { continue }
      report(
        location,
        "'\(key)' does not go with 'uplink' (\(uplink.location)): with an uplink the bridge takes over its addresses, "
          + "and the network beyond has its own DHCP and router: leave '\(key)' out")
    }
  }

  private mutating func checkIsolation(_ draft: NetworkDraft) {
    guard let isolated = draft.isolated, isolated.value else { return }
    let nat = draft.nat.flatMap { $0.value == .off ? nil : $0.location }
    for (key, location) in [("nat", nat), ("uplink", draft.uplink?.location)] {
      guard let location else { continue }
      report(
        isolated.location,
        "'isolated' is true, but '\(key)' (\(location)) leads out of the network: leave one of the two out")
    }
  }

  private mutating func checkVLANs(_ vlan: VLANDraft?) {
    var seen: [Int: SourceLocation] = [:]
    for id in vlan?.ids ?? [] {
      if let first = seen[id.value] {
        report(id.location, "'vlan' is '\(id.value)', which is in the list already (\(first))")
      } else {
        seen[id.value] = id.location
      }
    }
  }
}
