internal import Wording

extension NetworkRules {
  mutating func checkNamespaces(_ draft: NetworkDraft) {
    let namespaces = draft.namespaces
    if namespaces.count > NetworkSchema.maximumNamespaces, let location = draft.namespacesLocation {
      report(
        location,
        "'namespaces' has \(namespaces.count) entries: a network has at most \(NetworkSchema.maximumNamespaces)")
    }
    var names: [NamespaceName: SourceLocation] = [:]
    for namespace in namespaces {
      guard let name = namespace.name else { continue }
      if let first = names[name] {
        report(namespace.location, "the namespace '\(name)' is there already (\(first))")
      } else {
        names[name] = namespace.location
      }
    }
    for namespace in namespaces { checkGateway(of: namespace) }
  }

  private mutating func checkGateway(of namespace: NamespaceDraft) {
    if let key = namespace.gatewayKey, !namespace.hasAddressKey {
      report(key, "'gateway' needs 'address': without one the namespace has no network to find it in")
    }
    guard let own = namespace.address?.value, let gateway = namespace.gateway else { return }
    if !own.contains(gateway.value) {
      report(
        gateway.location,
        "'gateway' is '\(gateway.value)', which is outside \(own.network)/\(own.prefixLength), the network of "
          + "'address'")
    } else if gateway.value == own.address {
      report(gateway.location, "'gateway' is '\(gateway.value)', which is the namespace's own 'address'")
    } else if let fault = own.end(at: gateway.value) {
      report(gateway.location, "'gateway' is '\(gateway.value)', which is \(fault): write that of the router")
    }
  }

  mutating func checkAddresses(_ draft: NetworkDraft) {
    if let address = draft.address { _ = checkHost(address, owner: "the host") }
    var seen: [IPv4Address: (name: String, location: SourceLocation)] = [:]
    for namespace in draft.namespaces {
      guard let address = namespace.address else { continue }
      if checkHost(address, owner: "the namespace"), let bridge = draft.address { check(address, against: bridge) }
      if let first = seen[address.value.address] {
        report(
          address.location,
          "'address' is '\(address.value)', which the namespace '\(first.name)' has already (\(first.location))")
      } else {
        seen[address.value.address] = (namespace.name?.description ?? "", address.location)
      }
    }
  }

  /// Whether a host may have an address at all.
  private mutating func checkHost(_ address: Placed<IPv4Interface>, owner: String) -> Bool {
    let own = address.value
    if let special = own.address.special {
      report(address.location, "'address' is '\(own)', which is \(special): write another one such as 10.16.0.1/24")
    } else if own.prefixLength < 8 {
      report(
        address.location,
        "'address' is '\(own)', whose network is larger than any there is: write a prefix of 8 or more, such as "
          + "\(own.address)/24")
    } else if let fault = own.end(at: own.address) {
      report(address.location, "'address' is '\(own)', which is \(fault): write that of \(owner)")
    } else {
      return true
    }
    return false
  }

  private mutating func check(_ address: Placed<IPv4Interface>, against bridge: Placed<IPv4Interface>) {
    let (own, network) = (address.value, bridge.value)
    if own.address == network.address {
      report(address.location, "'address' is '\(own)', which is the bridge's own (\(bridge.location))")
    } else if !network.contains(own.address) {
      report(
        address.location,
        "'address' is '\(own)', which is outside \(network.network)/\(network.prefixLength), the network of the bridge "
          + "(\(bridge.location))")
    } else if own.prefixLength != network.prefixLength {
      report(
        address.location,
        "'address' is '\(own)', whose prefix is not that of the bridge (\(bridge.location)): write "
          + "\(own.address)/\(network.prefixLength)")
    }
  }
}
