extension NetworkRules {
  /// The addresses that DHCP hands out are those of the network that nobody has.
  mutating func checkPool(_ draft: NetworkDraft) {
    guard let dhcp = draft.dhcp, let bridge = draft.address else { return }
    let network = bridge.value
    let taken = draft.namespaces.compactMap(\.address)
    if !dhcp.hasRangeKey, IPv4Range.pool(of: network, without: [network.address] + taken.map(\.value.address)) == nil {
      report(
        dhcp.location,
        "'dhcp' has nothing to hand out: the network has no room for a pool: write 'address' with a shorter prefix "
          + "such as \(network.address)/24")
    }
    guard let range = dhcp.range else { return }
    guard network.contains(range.value.first), network.contains(range.value.last) else {
      report(
        range.location,
        "'range' is '\(range.value)', which is outside \(network.network)/\(network.prefixLength), the network of "
          + "'address' (\(bridge.location))")
      return
    }
    for address in [network.network, network.broadcast] where range.value.contains(address) {
      guard let fault = network.end(at: address) else { continue }
      report(range.location, "'range' is '\(range.value)', which overlaps \(address), \(fault): leave it out")
    }
    if range.value.contains(network.address) {
      report(
        range.location,
        "'range' is '\(range.value)', which overlaps \(network.address), the bridge's own address "
          + "(\(bridge.location)): write one without it")
    }
    for namespace in draft.namespaces {
      guard let address = namespace.address, range.value.contains(address.value.address) else { continue }
      report(
        range.location,
        "'range' is '\(range.value)', which overlaps \(address.value.address), the address of the namespace "
          + "'\(namespace.name?.description ?? "")' (\(address.location)): write one without it")
    }
  }
}
