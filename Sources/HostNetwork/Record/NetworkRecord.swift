internal import GLib
internal import JSON

/// A network that is up, or was being made or undone when vmrun ended: `network-NAME.json`.
package struct NetworkRecord: Codable, Sendable, Equatable {
  package var version = 1
  package var name: String
  /// The network's file; nil for one that a program made.
  package var file: String?
  /// Of the file's text, to notice that it has changed.
  package var digest: String
  /// The boot of the host and the network namespace in which all of this is.
  package var bootID: String
  package var namespaceID: UInt64
  /// Seconds since 1970.
  package var created: Int64
  /// Whether a machine's start brought it up, so that the last machine takes it down.
  package var isOnDemand: Bool
  /// Whether all changes were made.
  package var isComplete = false
  package var bridge: String
  /// `linux`, `ovs` or `ovs-userspace`.
  package var switchKind: String
  /// What has the host's address: the bridge, or an interface in one of its VLANs.
  package var hostInterface: String?
  package var address: String?
  /// First and last address, with a dash between.
  package var dhcpRange: String?
  package var domain: String?
  /// The interface that masquerades; `any` when none has the default route.
  package var nat: String?
  package var mtu: Int?
  package var vlans: [Int] = []
  package var isTrunk = false
  package var isIsolated = false
  package var namespaces: [NamespaceRecord] = []
  package var uplink: String?
  /// Until when the uplink's move must be confirmed (seconds since 1970); nil: nothing to confirm.
  package var unconfirmedUntil: Int64?
  /// In the order in which they are made; undone in reverse.
  package var changes: [HostChange] = []
  package var members: [NetworkMember] = []

  /// A namespace that is plugged into the bridge.
  package struct NamespaceRecord: Codable, Sendable, Equatable {
    package var name: String
    package var address: String?
    /// The end of the cable in the bridge, and the one inside.
    package var interface: String
    package var inner: String
  }

  /// A record of nothing yet.
  init(name: String, bridge: String) {
    self.name = name
    self.bridge = bridge
    (digest, bootID, namespaceID, created, isOnDemand, switchKind) = ("", "", 0, 0, false, "linux")
  }

  /// The record in a file; nil when there is none, or it is not readable as one.
  package init?(path: String) {
    guard let bytes = try? DurableFile.read(path, limit: 4 << 20),
      let record = try? JSONCoding.decode(Self.self, from: bytes)
    else { return nil }
    self = record
  }

  /// Writes the record whole or not at all. What it tells of ends with the host's boot, so nobody waits for the disk.
  func write(to path: String) throws(HostNetworkError) {
    do {
      try DurableFile.replace(try JSONCoding.encode(self), to: path)
    } catch {
      throw HostNetworkError(.failed, "cannot write \(path): \(error)")
    }
  }
}
