internal import GLib
internal import HostNetwork
internal import VMProfile

extension Machine {
  /// The first address by which a guest is reached through a network of the host; nil while it has none, or is in none.
  func networkAddress(_ run: RunRecord) async -> IPv4Address? {
    for nic in run.nics where nic.network != nil {
      if let address = await host.networks.address(ofNIC: nic.id, machine: paths.directory) { return address }
    }
    return nil
  }

  /// Adds what the host knows of cards in networks: QEMU sees nothing of a TAP's other end.
  func addNetworks(_ status: inout MachineStatus, _ records: [NICRecord]) async {
    for index in status.nics.indices {
      guard let record = records.first(where: { $0.id == status.nics[index].id }), record.network != nil else {
        continue
      }
      if let address = await host.networks.address(ofNIC: record.id, machine: paths.directory) {
        status.nics[index].addresses = ["\(address)"]
      }
      guard let interface = record.interface else { continue }
      status.nics[index].traffic = TapTraffic.traffic(interface, process: host.networks.realm.holder?.pid)
    }
  }
}
