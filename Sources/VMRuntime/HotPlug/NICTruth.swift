internal import QMP

/// What QEMU has of network cards, joined with what only vmrun knows of them.
struct NICTruth: Sendable {
  var devices: [String: String]
  var network: NetworkInfo
  var users: UserNetworkInfo

  /// The cards that exist, in the order of the record, then those that vmrun did not plug.
  func nics(_ recorded: [NICRecord], _ monitor: QMPConnection) async throws(QMPError) -> [NICRecord] {
    var nics = recorded.filter { devices[$0.id] != nil }
    for index in nics.indices {
      guard let forwards = users.forwards[HotPlugSession.netdev(of: nics[index].id)] else { continue }
      // The order in which they were written stays as long as they are the same.
      if Set(forwards) != Set(nics[index].forwards) { nics[index].forwards = forwards }
    }
    let known = Set(recorded.map(\.id))
    for client in network.nics where devices[client.id] != nil && !known.contains(client.id) {
      let bus = try await monitor.text("parent_bus", of: "/machine/peripheral/\(client.id)")
      nics.append(foreign(client, bus: bus))
    }
    return nics
  }

  /// A card that was plugged by somebody else, or by a vmrun that did not live to write it down.
  private func foreign(_ client: NetworkInfo.Client, bus: String?) -> NICRecord {
    let driver = client.settings["model"] ?? devices[client.id] ?? "unknown"
    let peer = client.peer.flatMap(network.client)
    let port = bus?.split(separator: "/").last.map(String.init)
    return NICRecord(
      id: client.id, model: driver == "virtio-net-pci" ? "virtio" : driver, mac: client.settings["macaddr"] ?? "",
      attachment: peer?.type ?? "none", link: "up", forwards: client.peer.flatMap { users.forwards[$0] } ?? [],
      port: port.flatMap { devices[$0] == "pcie-root-port" ? $0 : nil }, hotPlugged: true)
  }
}
