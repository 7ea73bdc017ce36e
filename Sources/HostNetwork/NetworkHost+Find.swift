internal import GLib
internal import HostTool
internal import JSON
package import VMProfile

extension NetworkHost {
  /// The address that a card of a running machine has: the fixed one, that of its lease, or what the neighbour table
  /// says of its MAC address; nil: the guest has not said a word yet.
  package func address(ofNIC id: String, machine directory: String) async -> IPv4Address? {
    for record in records() {
      guard let card = record.members.first(where: { $0.directory == directory })?.nics.first(where: { $0.id == id })
      else { continue }
      if let address = card.address.flatMap({ IPv4Address($0) }) { return address }
      let leases = DurableFile.text(DHCPServer.leases(realm.files(record.name))) ?? ""
      if let address = DHCPServer.lease(of: card.mac, in: leases) { return address }
      if let address = await neighbour(card.mac, on: record.hostInterface ?? record.bridge) { return address }
    }
    return nil
  }

  /// What the kernel knows of a MAC address on an interface (ip-neighbour(8)).
  private func neighbour(_ mac: String, on interface: String) async -> IPv4Address? {
    guard let output = try? await realm.run("ip", ["-j", "-4", "neigh", "show", "dev", interface]),
      output.status.isSuccess, let list = try? JSONValue(parsing: output.standardOutput).arrayValue
    else { return nil }
    let match = list.first { item in
      item["lladdr"]?.stringValue?.lowercased() == mac.lowercased()
        && !(item["state"]?.arrayValue ?? []).contains("FAILED")
    }
    return match?["dst"]?.stringValue.flatMap { IPv4Address($0) }
  }
}
