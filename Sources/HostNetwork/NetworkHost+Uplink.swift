internal import GLib
internal import Glibc

extension NetworkHost {
  /// Keeps a network whose bridge has taken over the host's interface.
  package func confirm(_ name: String) async throws(HostNetworkError) {
    try await locked { () throws(HostNetworkError) in
      guard var record = record(name) else {
        throw HostNetworkError(
          .failed, "the network '\(name)' is not up; an uplink that was not confirmed in time is given back")
      }
      guard record.unconfirmedUntil != nil else { return }
      record.unconfirmedUntil = nil
      try save(record)
      await RecordedProcess(Uplink.guardFile(realm.files(name))).end()
    }
  }

  /// Takes the network down when nobody has confirmed it in time. A process of its own waits here: who typed `net up`
  /// may be cut off.
  package func revertUnlessConfirmed(_ name: String) async throws(HostNetworkError) {
    guard let deadline = record(name)?.unconfirmedUntil else { return }
    let created = record(name)?.created
    let rest = Duration.seconds(min(max(0, deadline - HostClock.now), Uplink.patience.components.seconds))
    try? await Task.sleep(for: rest)
    try await locked { () throws(HostNetworkError) in
      guard let record = record(name), record.created == created, record.unconfirmedUntil != nil else { return }
      try await undo(record)
    }
  }

  /// Moves the uplink: written down first, with a guard that gives it back.
  func moveUplink(_ record: inout NetworkRecord) async throws(HostNetworkError) {
    guard let interface = record.uplink else { return }
    let uplink = Uplink(realm: realm)
    let folder = realm.files(record.name)
    let move = try await uplink.look(interface, bridge: record.bridge)
    record.changes.append(.process(name: "guard", file: Uplink.guardFile(folder)))
    record.changes.append(.uplink(move))
    record.unconfirmedUntil = HostClock.now + Uplink.patience.components.seconds
    try save(record)
    try RecordedProcess(Uplink.guardFile(folder)).start(
      [program, "net", "revert", record.name], log: "\(folder)/guard.log")
    try await uplink.move(move, folder: folder)
  }
}
