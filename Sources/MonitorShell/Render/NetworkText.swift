internal import VMProfile
package import VMRuntime
internal import Wording

/// Network cards and forwards as people read them.
package enum NetworkText {
  static func added(_ nic: NICStatus) -> String {
    let place = nic.port.map { " in \($0)" } ?? ""
    let kept = nic.profileID.map { "; the profile has it as \($0)" } ?? ""
    let forwards = nic.forwards.map { "\n  \(forward($0))" }.joined()
    return "\(nic.id) is plugged\(place): \(nic.model) \(nic.mac) on \(nic.plug)\(kept)\(forwards)"
  }

  package static func table(_ nics: [NICStatus], _ palette: Palette) -> String {
    guard !nics.isEmpty else { return "no network cards" }
    var table = ColumnTable(["ID", "MODEL", "MAC", "ATTACHMENT", "LINK", "ADDRESSES", "NOTES"])
    for nic in nics {
      let addresses = nic.addresses?.joined(separator: " ") ?? ""
      table.append([
        nic.id, nic.model, nic.mac, nic.plug, nic.link, addresses.isEmpty ? "-" : addresses, notes(nic),
      ])
    }
    return table.text(heading: palette.heading)
  }

  /// What is worth a word beyond the columns.
  package static func notes(_ nic: NICStatus) -> String {
    var notes: [String] = []
    if let port = nic.port { notes.append("in \(port)") }
    if nic.hotPlugged { notes.append("hot-plugged") }
    if nic.removing { notes.append("removal waits for the guest") }
    if let file = nic.capture { notes.append("captured to \(file)") }
    if let traffic = nic.traffic {
      notes.append("received \(ByteSize(bytes: traffic.receivedBytes)), sent \(ByteSize(bytes: traffic.sentBytes))")
    }
    return notes.joined(separator: ", ")
  }

  package static func table(_ forwards: [NICForward], _ palette: Palette) -> String {
    guard !forwards.isEmpty else { return "no forwards" }
    var table = ColumnTable(["PROTOCOL", "HOST", "GUEST PORT", "NIC"])
    for item in forwards {
      let forward = item.forward
      table.append([forward.protocol, "\(forward.hostAddress):\(forward.hostPort)", "\(forward.guestPort)", item.nic])
    }
    return table.text(heading: palette.heading)
  }

  package static func forward(_ forward: ForwardRecord) -> String {
    let transport = forward.protocol == "tcp" ? "" : "\(forward.protocol) "
    return "\(transport)\(forward.hostAddress):\(forward.hostPort) -> \(forward.guestPort)"
  }

  // MARK: A QEMU that somebody else started

  /// The cards as far as QEMU itself tells; whether a link is up it doesn't.
  static func nics(_ network: NetworkInfo, _ users: UserNetworkInfo) -> [NICStatus] {
    network.nics.map { client in
      let peer = client.peer.flatMap(network.client)
      var status = NICStatus(
        id: client.id, model: client.settings["model"] ?? "unknown", mac: client.settings["macaddr"] ?? "",
        attachment: peer?.type ?? "none", link: "unknown")
      status.addresses = client.peer.flatMap { users.addresses[$0] }
      return status
    }
  }

  static func forwards(_ network: NetworkInfo, _ users: UserNetworkInfo) -> [NICForward] {
    users.forwards.sorted { $0.key < $1.key }.flatMap { netdev, forwards in
      let card = network.client(netdev)?.peer ?? netdev
      return forwards.map { NICForward(nic: card, forward: $0) }
    }
  }
}
