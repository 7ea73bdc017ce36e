internal import GLib
internal import QMP

/// The network cards of a running machine as QEMU has them at this moment, for `status`.
struct LiveNetwork: Sendable {
  var nics: [NICStatus]
  var forwards: [ForwardRecord]
  /// A card went that the record still has: its network is to be removed.
  var hasLeftovers: Bool

  init(_ monitor: QMPConnection, recorded: [NICRecord]) async throws(QMPError) {
    let devices = try await monitor.devices()
    let network = NetworkInfo(try await monitor.human("info network"))
    let users = UserNetworkInfo(try await monitor.human("info usernet"))
    let records = try await NICTruth(devices: devices, network: network, users: users).nics(recorded, monitor)
    nics = records.map { record in
      var status = NICStatus(record)
      let netdev = HotPlugSession.netdev(of: record.id)
      status.addresses = users.addresses[netdev]
      status.capture = network.filters.first { $0.netdev == netdev && $0.file != nil }?.file
      status.traffic = record.interface.flatMap { TapTraffic.traffic($0) }
      return status
    }
    forwards = records.flatMap(\.forwards)
    hasLeftovers = recorded.contains { devices[$0.id] == nil }
  }
}

extension Machine {
  /// Lets the record follow QEMU, unless somebody is at work on the machine, who will do it.
  func cleanUpNICs() async {
    guard let lock = try? FileLock.attempt(paths.lock) else { return }
    _ = try? await withMonitor { monitor throws(QMPError) in _ = try? await HotPlugSession(self, monitor) }
    _ = consume lock
  }
}
