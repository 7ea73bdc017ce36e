import Wording

/// The words that every kind of diagram says about a network.
extension Topology {
  var title: String { "Network \(Excerpt.of(name)) (\(isUp ? "up" : "down"))" }

  /// How those attached reach what is beyond the bridge; empty when they don't.
  var waysOut: [String] {
    var ways: [String] = []
    switch nat {
    case nil: break
    // No interface is named in the rule: the packet leaves wherever the host's routes lead.
    case "auto": ways.append("NAT by the host's routes")
    case .some(let interface): ways.append("NAT through \(Excerpt.of(interface))")
    }
    if let uplink { ways.append("uplink \(Excerpt.of(uplink))") }
    if ways.isEmpty, !isIsolated, bridge.address != nil { ways.append("this host only") }
    return ways
  }

  var bridgeHeading: String { Excerpt.of(bridge.name) + (bridge.address.map { " \(Excerpt.of($0))" } ?? "") }

  var bridgeDetails: [String] {
    var details = [Excerpt.of(bridge.kind)]
    if let dhcp { details.append("DHCP \(Excerpt.of(dhcp))") }
    if let mtu = bridge.mtu { details.append("MTU \(mtu)") }
    if let vlan = bridge.vlan { details.append("VLAN \(Excerpt.of(vlan))") }
    if isIsolated { details.append("isolated") }
    return details
  }
}
