internal import DiskImage
internal import GLib
internal import HostNetwork
internal import QEMU
internal import VMProfile

/// Plugs a machine into the networks of its cards, which come up if they are not.
struct NetworkCables {
  let machine: Machine

  /// - Returns: the TAPs by card, and what the user should know.
  func plug(_ preparation: Preparation) async throws(RuntimeError) -> (taps: [String: Cable], warnings: [String]) {
    var taps: [String: Cable] = [:]
    var warnings: [String] = []
    // In the order of their names, so that two starts meet in one order.
    for (name, request) in preparation.networks.sorted(by: { "\($0.key)" < "\($1.key)" }) {
      let nics = preparation.resolved.nics.filter { $0.attachment == .network(name) }
      do throws(RuntimeError) {
        let plugged = try await plug(nics, into: request)
        warnings += plugged.warnings
        for nic in nics where nic.address == nil && request.network.dhcp == nil {
          warnings.append(
            "\(nic.id) gets no address: network '\(name)' has no DHCP; write `dhcp: true` there, or `address:` for the NIC"
          )
        }
        taps.merge(plugged.taps) { first, _ in first }
      } catch {
        try? await machine.host.networks.leave(directory: machine.paths.directory)
        throw error
      }
    }
    return (taps, warnings)
  }

  /// Plugs cards into one network, beside those of the machine that are in it already.
  func plug(
    _ nics: [ResolvedNIC], into request: NetworkHost.Request
  ) async throws(RuntimeError) -> (taps: [String: Cable], warnings: [String]) {
    do throws(HostNetworkError) {
      let plugged = try await machine.host.networks.plug(member(nics), into: request)
      let taps = plugged.taps.mapValues { Cable(end: OpenDescriptor($0.descriptor), interface: $0.interface) }
      return (taps, plugged.warnings)
    } catch {
      throw RuntimeError(error)
    }
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
