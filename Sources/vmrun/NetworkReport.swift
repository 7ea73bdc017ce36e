internal import Glibc
internal import NetworkDiagram
internal import VMRuntime

/// Networks as people read them.
enum NetworkReport {
  static func up(_ up: NetworkUpOutcome) -> String {
    let status = up.status
    if up.staysNow { return "\(status.name): is up already, and stays now until `vmrun net down \(status.name)`" }
    if up.wasUp { return "\(status.name): is up already" }
    var words = ["\(status.name): is up: bridge \(status.bridge ?? "")"]
    if let address = status.address { words.append(address) }
    if let range = status.dhcp { words.append("DHCP \(range)") }
    if let uplink = status.uplink { words.append("with \(uplink) in it") }
    if let nat = status.nat { words.append("NAT through \(nat == "any" ? "the default route" : nat)") }
    let namespaces = status.namespaces.map { "\n  \($0.name): \($0.address ?? "no address")" }.joined()
    return words.joined(separator: ", ") + namespaces
  }

  static func text(_ status: NetworkStatus) -> String {
    var lines: [(String, String)] = [("name", status.name)]
    lines.append(("state", status.state.rawValue + (status.isOnDemand ? " (until its last machine leaves)" : "")))
    if let file = status.file { lines.append(("file", file)) }
    if let bridge = status.bridge {
      lines.append(("bridge", bridge + (status.switchKind == "linux" ? "" : " (Open vSwitch)")))
    }
    if let address = status.address { lines.append(("address", address)) }
    if let range = status.dhcp { lines.append(("DHCP", range + (status.domain.map { ", domain \($0)" } ?? ""))) }
    if let nat = status.nat {
      lines.append(("NAT", nat == "any" ? "whichever way out there is" : nat == "auto" ? "auto" : "through \(nat)"))
    }
    if let uplink = status.uplink {
      let note = status.unconfirmedUntil == nil ? "" : " (given back soon unless `vmrun net confirm \(status.name)`)"
      lines.append(("uplink", uplink + note))
    }
    if !status.vlans.isEmpty { lines.append(("VLAN", status.vlans.map(String.init).joined(separator: ", "))) }
    if let mtu = status.mtu { lines.append(("MTU", "\(mtu)")) }
    if status.isIsolated { lines.append(("isolated", "guests reach each other and the host, nothing beyond")) }
    for item in status.namespaces {
      lines.append(("namespace", "\(item.name) \(item.address ?? "-")\(item.interface.map { " on \($0)" } ?? "")"))
    }
    for item in status.machines {
      let place = item.isRunning ? item.interface.map { " on \($0)" } ?? "" : " (stopped)"
      lines.append(("machine", "\(item.machine) \(item.nic) \(item.address ?? "-") \(item.mac)\(place)"))
    }
    let width = lines.map(\.0.count).max() ?? 0
    return lines.map { $0.0 + String(repeating: " ", count: width - $0.0.count + 2) + $0.1 }.joined(separator: "\n")
  }

  static func diagram(_ status: NetworkStatus, as kind: NetShow.Diagram) -> String {
    let topology = topology(status)
    switch kind {
    case .text: return TextDiagram(topology, isASCII: !Terminal.takesUnicode).text
    case .mermaid: return MermaidDiagram(topology).text
    case .svg: return SVGDiagram(topology).text
    }
  }

  private static func topology(_ status: NetworkStatus) -> Topology {
    let vlan = status.vlans.isEmpty ? nil : status.vlans.map(String.init).joined(separator: ", ")
    let kind = status.switchKind == "linux" ? "bridge" : "Open vSwitch"
    let namespaces = status.namespaces.map { item in
      TopologyPort(
        interface: item.interface, peer: .namespace(name: item.name, interface: item.inner),
        addresses: item.address.map { [$0] } ?? [])
    }
    let machines = status.machines.map { item in
      TopologyPort(
        interface: item.isRunning ? item.interface : nil,
        peer: .machine(
          name: item.machine, nic: item.nic, model: item.model, mac: item.mac, isRunning: item.isRunning),
        addresses: item.address.map { [$0] } ?? [])
    }
    return Topology(
      name: status.name, isUp: status.state == .up,
      bridge: TopologyBridge(
        name: status.bridge ?? "", address: status.address, kind: kind, mtu: status.mtu, vlan: vlan),
      dhcp: status.dhcp, nat: status.nat == "any" ? "auto" : status.nat, uplink: status.uplink,
      isIsolated: status.isIsolated, ports: machines + namespaces)
  }
}
