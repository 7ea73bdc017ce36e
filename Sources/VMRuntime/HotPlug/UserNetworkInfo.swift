internal import GLib

/// What the human monitor's `info usernet` prints: forwards and connections of QEMU's own NAT, by netdev.
package struct UserNetworkInfo: Sendable, Equatable {
  /// By netdev id, in the order of host ports.
  package private(set) var forwards: [String: [ForwardRecord]] = [:]
  /// The guest's addresses in connections that exist now, by netdev id.
  package private(set) var addresses: [String: [String]] = [:]

  package init(_ text: String) {
    var netdev = ""
    var connections: [(netdev: String, row: Row)] = []
    for line in text.split(whereSeparator: \.isNewline) {
      // `Hub -1 (net0):`
      if line.hasPrefix("Hub "), let open = line.lastIndex(of: "("), let close = line.lastIndex(of: ")"), open < close {
        netdev = String(line[line.index(after: open)..<close])
        forwards[netdev] = []
        addresses[netdev] = []
      } else if let row = Row(line) {
        if row.state == "HOST_FORWARD" {
          forwards[netdev]?.append(row.forward)
        } else {
          connections.append((netdev, row))
        }
      }
    }
    for (netdev, row) in connections where row.showsGuest {
      let known = forwards[netdev] ?? []
      let address = known.contains(where: row.cameThrough) ? row.destination : row.source
      if addresses[netdev]?.contains(address) == false { addresses[netdev]?.append(address) }
    }
    for netdev in forwards.keys {
      forwards[netdev]?.sort { ($0.hostPort, $0.protocol) < ($1.hostPort, $1.protocol) }
    }
  }
}

extension UserNetworkInfo {
  /// `TCP[HOST_FORWARD]  12  127.0.0.1 8081  10.0.2.15  80  0  0`: protocol and state, descriptor, source,
  /// destination, queues. The source is the side that opened the connection.
  private struct Row {
    let transport: String
    let state: String
    let source: String
    let sourcePort: UInt16
    let destination: String
    let destinationPort: UInt16

    init?(_ line: Substring) {
      guard let open = line.firstIndex(of: "["), let close = line.firstIndex(of: "]"), open < close else { return nil }
      let fields = line[close...].dropFirst().split(separator: " ")
      guard fields.count >= 5, let sourcePort = UInt16(fields[2]), let destinationPort = UInt16(fields[4]) else {
        return nil
      }
      transport = line[..<open].trimmingSpaces.lowercased()
      state = String(line[open..<close].dropFirst())
      source = fields[1] == "*" ? "0.0.0.0" : String(fields[1])
      self.sourcePort = sourcePort
      destination = String(fields[3])
      self.destinationPort = destinationPort
    }

    var forward: ForwardRecord {
      ForwardRecord(protocol: transport, hostAddress: source, hostPort: sourcePort, guestPort: destinationPort)
    }

    /// Whether the guest has taken part; before that, its address is only what QEMU assumes.
    var showsGuest: Bool { transport == "tcp" ? state == "ESTABLISHED" : state.hasSuffix("sec") }

    /// Whether the connection was opened on the host's side, through a forward.
    func cameThrough(_ forward: ForwardRecord) -> Bool {
      forward.protocol == transport && forward.hostPort == sourcePort
        && (forward.hostAddress == source || forward.hostAddress == "0.0.0.0")
    }
  }
}
