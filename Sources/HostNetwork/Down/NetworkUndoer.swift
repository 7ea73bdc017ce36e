internal import GLib
internal import Glibc
internal import HostTool

/// Undoes the changes of one network, the last one first.
struct NetworkUndoer {
  let realm: NetworkRealm
  let record: NetworkRecord
  /// Networks that stay.
  let others: [NetworkRecord]
  /// Whether the user wants it away whatever it takes.
  var isForced = false

  /// What cannot be undone now keeps nothing else from it.
  ///
  /// - Parameter save: keeps a record of another network that a value is handed to.
  /// - Throws: the first failure, after all else was undone.
  func undo(save: (NetworkRecord) throws(HostNetworkError) -> Void) async throws(HostNetworkError) {
    let look = try realm.look()
    var first: HostNetworkError?
    for change in record.changes.reversed() {
      do throws(HostNetworkError) { try await undo(change, look, save) } catch { first = first ?? error }
    }
    if record.switchKind != "linux" {
      for interface in record.members.flatMap(\.nics).compactMap(\.interface) {
        do throws(HostNetworkError) {
          try await onSwitch { ovs throws(HostNetworkError) in try await ovs.remove(port: interface, of: record.bridge)
          }
        } catch { first = first ?? error }
      }
    }
    if let first { throw first }
  }

  private func undo(
    _ change: HostChange, _ look: HostLook, _ save: (NetworkRecord) throws(HostNetworkError) -> Void
  ) async throws(HostNetworkError) {
    switch change {
    case .bridge(let name, let mac): try await remove(name, mac: mac, kind: "bridge", look)
    case .vlanInterface(let name, let mac): try await remove(name, mac: mac, kind: "vlan", look)
    case .cable(let name, let mac):
      // A switch keeps the port of an interface that is gone.
      if record.switchKind != "linux" {
        try await onSwitch { ovs throws(HostNetworkError) in try await ovs.remove(port: name, of: record.bridge) }
      }
      try await remove(name, mac: mac, kind: "veth", look)
    case .openVSwitch(let name):
      try await onSwitch { ovs throws(HostNetworkError) in try await ovs.remove(bridge: name) }
    case .openVSwitchPort(let bridge, let name):
      try await onSwitch { ovs throws(HostNetworkError) in try await ovs.remove(port: name, of: bridge) }
    case .namespace(let name): try await remove(namespace: name)
    case .sysctl(let path, let was, let now): try await restore(path, was: was, now: now, save)
    case .table(let name): try await remove(table: name)
    case .process(_, let file): await RecordedProcess(file).end()
    case .uplink(let move): try await Uplink(realm: realm).giveBack(move, folder: realm.files(record.name))
    }
  }

  /// Changes Open vSwitch. One that does not run cannot be asked; for what was not made to the end, or is given up, that
  /// must not stand in the way for ever.
  private func onSwitch(
    _ body: (OpenVSwitch) async throws(HostNetworkError) -> Void
  ) async throws(HostNetworkError) {
    do throws(HostNetworkError) { try await body(OpenVSwitch(realm: realm)) } catch {
      guard error.kind == .unavailable, isForced || !record.isComplete else { throw error }
    }
  }

  /// Removes an interface, if the one of this name is the one that was made.
  private func remove(_ name: String, mac: String, kind: String, _ look: HostLook) async throws(HostNetworkError) {
    guard let link = look.link(name), link.kind == kind, link.mac == mac || record.uplink != nil else { return }
    let output = try await realm.run("ip", ["link", "delete", "dev", name])
    guard !output.status.isSuccess, !output.standardError.contains("Cannot find device") else { return }
    throw .refused("ip", output, "remove the interface '\(name)'")
  }

  private func remove(namespace: String) async throws(HostNetworkError) {
    // Processes in it would keep it alive without a name; those that `net exec` started are the user's own to end.
    let output = try await realm.run("ip", ["netns", "delete", namespace])
    guard !output.status.isSuccess, !output.standardError.contains("No such file or directory") else { return }
    throw .refused("ip", output, "remove the namespace '\(namespace)'")
  }

  private func remove(table: String) async throws(HostNetworkError) {
    let output = try await realm.run("nft", ["delete", "table", "ip", table])
    guard !output.status.isSuccess, !output.standardError.contains("No such file or directory") else { return }
    throw .refused("nft", output, "remove the rules '\(table)'")
  }

  /// Gives a sysctl its value back, or the duty to do so to another network that needs it as it is.
  private func restore(
    _ path: String, was: String, now: String, _ save: (NetworkRecord) throws(HostNetworkError) -> Void
  ) async throws(HostNetworkError) {
    guard was != now else { return }
    for var other in others {
      guard let index = other.changes.firstIndex(of: .sysctl(path: path, was: now, now: now)) else { continue }
      other.changes[index] = .sysctl(path: path, was: was, now: now)
      return try save(other)
    }
    // Who else has changed it meanwhile meant it; and an interface that is gone took its settings along.
    guard DurableFile.text("/proc/sys/\(path)")?.trimmingSpaces == now else { return }
    try await Sysctl.set(path, to: was, in: realm)
  }
}
