internal import DiskImage
internal import HostNetwork
internal import QEMU
internal import VMProfile

/// Plugs a machine into the networks of its cards, which come up if they are not.
struct NetworkCables {
  let machine: Machine

  /// - Parameter preparation: its record learns the TAPs' names.
  /// - Returns: the TAPs by netdev id, which the caller closes, and what the user should know.
  func plug(_ preparation: inout Preparation) async throws(RuntimeError) -> (taps: [String: Int32], warnings: [String])
  {
    var taps: [String: Int32] = [:]
    var warnings: [String] = []
    // In the order of their names, so that two starts meet in one order.
    for (name, request) in preparation.networks.sorted(by: { "\($0.key)" < "\($1.key)" }) {
      let nics = preparation.resolved.nics.filter { $0.attachment == .network(name) }
      let plugged: NetworkHost.Plugged
      do { plugged = try await machine.host.networks.plug(member(nics), into: request) } catch {
        try? await machine.host.networks.leave(directory: machine.paths.directory)
        throw RuntimeError(error)
      }
      warnings += plugged.warnings
      for nic in nics {
        guard let tap = plugged.taps[nic.id] else { continue }
        taps[nic.netdevID] = tap.descriptor
        preparation.record.run?.nics.setInterface(tap.interface, of: nic.id)
      }
    }
    return (taps, warnings)
  }

  private func member(_ nics: [ResolvedNIC]) -> NetworkMember {
    NetworkMember(
      machine: "\(machine.name)", directory: machine.paths.directory,
      hostName: HostName.label(from: "\(machine.name)"),
      nics: nics.map { nic in
        NetworkMember.Card(
          id: nic.id, model: nic.model, mac: nic.mac.description, address: nic.address?.address.description)
      })
  }
}

extension [NICRecord] {
  /// Notes the TAP of a card.
  mutating func setInterface(_ interface: String, of id: String) {
    for index in indices where self[index].id == id { self[index].interface = interface }
  }
}
