import Wording

/// The words that every kind of diagram says about a port.
extension TopologyPort {
  var label: String? { interface.map { Excerpt.of($0) } }

  var heading: String {
    switch peer {
    case .machine(let name, _, _, _, let isRunning): "VM \(Excerpt.of(name))\(isRunning ? "" : " (stopped)")"
    case .namespace(let name, _): "namespace \(Excerpt.of(name))"
    }
  }

  /// What is below the heading; the addresses are last, where the eye finds them in every box.
  var details: [String] {
    var lines: [String]
    switch peer {
    case .machine(_, let nic, let model, let mac, _):
      lines = [[nic, model].filter { !$0.isEmpty }.map(Excerpt.of).joined(separator: " "), Excerpt.of(mac)]
    case .namespace(_, let interface): lines = [Excerpt.of(interface)]
    }
    if let vlan { lines.append("VLAN \(Excerpt.of(vlan))") }
    return (lines + addresses.map(Excerpt.of)).filter { !$0.isEmpty }
  }

  /// Whether nothing answers at the far end.
  var isStopped: Bool {
    if case .machine(_, _, _, _, isRunning: false) = peer { true } else { false }
  }
}
