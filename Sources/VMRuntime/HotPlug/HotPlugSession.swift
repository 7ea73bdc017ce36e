internal import Glibc
internal import HostNetwork
internal import JSON
internal import QMP
internal import VMProfile
internal import Wording

/// One change to a machine that runs: its record, a monitor, and what QEMU has. The caller holds the lock.
struct HotPlugSession {
  let machine: Machine
  let monitor: QMPConnection
  var record: InstanceRecord
  var run: RunRecord

  /// Devices with an id, and their types.
  var devices: [String: String] = [:]
  var network = NetworkInfo("")

  /// Reads both sides, and lets the record follow QEMU.
  init(_ machine: Machine, _ monitor: QMPConnection) async throws(RuntimeError) {
    let look = try machine.requireAlive()
    guard let record = look.record, let run = record.run else { throw machine.notRunning(look) }
    self.machine = machine
    self.monitor = monitor
    self.record = record
    self.run = run
    try await reconcile()
  }

  /// Makes the record agree with QEMU: cards that are gone, and cards that somebody else plugged.
  ///
  /// A card that went while nobody waited for it has left its network behind; it is removed here.
  mutating func reconcile() async throws(RuntimeError) {
    try await look()
    let gone = run.nics.filter { devices[$0.id] == nil }
    for nic in gone { try await removeBackend(of: nic.id) }
    if !gone.isEmpty { try await look() }
    let truth = try await liveNICs()
    guard truth != run.nics else { return }
    run.nics = truth
    try save()
  }

  private mutating func look() async throws(RuntimeError) {
    do throws(QMPError) {
      devices = try await monitor.devices()
      network = NetworkInfo(try await monitor.human("info network"))
    } catch {
      throw RuntimeError(error)
    }
  }

  private func liveNICs() async throws(RuntimeError) -> [NICRecord] {
    do throws(QMPError) {
      let users = UserNetworkInfo(try await monitor.human("info usernet"))
      return try await NICTruth(devices: devices, network: network, users: users).nics(run.nics, monitor)
    } catch {
      throw RuntimeError(error)
    }
  }

  /// Removes a card's network, with its forwards and captures; no network is success.
  func removeBackend(of nic: String) async throws(RuntimeError) {
    let netdev = Self.netdev(of: nic)
    if network.client(netdev) != nil {
      do throws(QMPError) {
        try await monitor.execute("netdev_del", ["id": .string(netdev)])
      } catch {
        // Somebody else may have removed it at this moment.
        if case .refused(_, "DeviceNotFound", _) = error {} else { throw RuntimeError(error) }
      }
      unlink(cableFolder + netdev)
    }
    try await leaveNetwork(nic)
  }

  /// Takes a card off its network of the host, when it is in one.
  func leaveNetwork(_ nic: String) async throws(RuntimeError) {
    do { try await machine.host.networks.unplug(nic: nic, directory: machine.paths.directory) } catch {
      throw RuntimeError(error)
    }
  }

  mutating func save() throws(RuntimeError) {
    record.run = run
    try record.write(to: machine.paths.record)
  }

  /// The card with an id.
  ///
  /// - Throws: `RuntimeError` of kind `failed` that lists those that there are.
  func nic(_ id: String) throws(RuntimeError) -> NICRecord {
    if let nic = run.nics.first(where: { $0.id == id }) { return nic }
    let names = run.nics.map(\.id)
    let list = names.isEmpty ? "it has none" : "it has \(Suggestion.list(names, last: "and"))"
    throw RuntimeError(.failed, "'\(machine.name)' has no NIC '\(Excerpt.of(id))': \(list)")
  }

  /// `net1` for `nic1`.
  static func netdev(of nic: String) -> String { nic.hasPrefix("nic") ? "net" + nic.dropFirst(3) : "net-" + nic }

  var cableFolder: String { machine.paths.sockets + "/" }
}
