internal import GLib
internal import Glibc
internal import VMProfile

extension NetworkHost {
  /// A machine's cables in one network: the record, and the TAPs by the cards' ids.
  package struct Plugged: Sendable {
    package var record: NetworkRecord
    package var taps: [String: TapDevice.Made]
    package var warnings: [String]
  }

  /// Plugs a machine's cards into a network, which comes up if it is not; each gets a TAP that vanishes with whoever
  /// has its descriptor. The caller closes the descriptors.
  package func plug(_ member: NetworkMember, into request: Request) async throws(HostNetworkError) -> Plugged {
    try await locked { () throws(HostNetworkError) in
      let up = try await upLocked(request, for: member)
      var record = up.record
      do throws(HostNetworkError) {
        return try await plug(member, &record, warnings: up.warnings)
      } catch {
        if !up.wasUp { try? await undo(record) }
        throw error
      }
    }
  }

  private func plug(
    _ member: NetworkMember, _ record: inout NetworkRecord, warnings: [String]
  ) async throws(HostNetworkError) -> Plugged {
    record.members.removeAll { $0.directory != member.directory && !isRunning($0) }
    var member = member
    if let index = record.members.firstIndex(where: { $0.directory == member.directory }) {
      // A card that comes while the machine runs joins those that are there.
      let known = record.members[index].nics.filter { old in !member.nics.contains { $0.id == old.id } }
      if hasProcess(member.directory) { member.nics = known + member.nics }
      record.members.remove(at: index)
    }
    try requireUnique(member, in: record)
    let fresh = member.nics.filter { $0.interface == nil }.map(\.id)
    // On record before the first TAP is there: an Open vSwitch would keep its port.
    record.members.append(member)
    try save(record)
    var taps: [String: TapDevice.Made] = [:]
    do throws(HostNetworkError) {
      let bridge = InterfaceName(record.bridge)
      let namespaces = try realm.namespaces()
      for id in fresh {
        let tap = try TapDevice.make(
          bridge: record.switchKind == "linux" ? bridge : nil, mtu: record.mtu,
          hasOffload: record.switchKind != "ovs-userspace", in: namespaces)
        taps[id] = tap
        try await join(tap.interface, record)
        member.nics = member.nics.map { card in
          var card = card
          if card.id == id { card.interface = tap.interface }
          return card
        }
      }
    } catch {
      for tap in taps.values { close(tap.descriptor) }
      record.members.removeAll { $0.directory == member.directory }
      try? save(record)
      throw error
    }
    record.members[record.members.count - 1] = member
    try save(record)
    if record.dhcpRange != nil { try DHCPProcess(realm: realm, record: record).update() }
    return Plugged(record: record, taps: taps, warnings: warnings)
  }

  /// Puts a TAP into its VLAN, and into an Open vSwitch.
  private func join(_ interface: String, _ record: NetworkRecord) async throws(HostNetworkError) {
    guard record.switchKind == "linux" else {
      try await OpenVSwitch(realm: realm).run(PortVLAN.openVSwitchWords(record, interface: interface))
      return
    }
    for line in PortVLAN.commands(record, interface: interface) {
      try await realm.must(
        "bridge", line.split(separator: " ").map(String.init), to: "put '\(interface)' into its VLAN")
    }
  }

  private func requireUnique(_ member: NetworkMember, in record: NetworkRecord) throws(HostNetworkError) {
    let leases = record.dhcpRange == nil ? "" : DurableFile.text(DHCPServer.leases(realm.files(record.name))) ?? ""
    for (index, card) in member.nics.enumerated() {
      var own = member
      own.nics = Array(member.nics.prefix(index))
      for namespace in record.namespaces {
        guard let address = card.address, namespace.address?.hasPrefix(address + "/") == true else { continue }
        throw HostNetworkError(
          .invalid,
          "\(card.id) of '\(member.machine)' has the address \(address), which the namespace '\(namespace.name)' "
            + "of network '\(record.name)' has already: write another")
      }
      for other in record.members + [own] {
        for taken in other.nics {
          if let address = card.address, address == taken.address {
            throw HostNetworkError(
              .invalid,
              "\(card.id) of '\(member.machine)' has the address \(address), which \(taken.id) of '\(other.machine)' has in "
                + "network '\(record.name)' already: write another")
          }
          if let address = card.address, taken.address == nil,
            DHCPServer.lease(of: taken.mac, in: leases)?.description == address
          {
            throw HostNetworkError(
              .invalid,
              "\(card.id) of '\(member.machine)' has the address \(address), which \(taken.id) of '\(other.machine)' has by "
                + "DHCP in network '\(record.name)': write one outside of \(record.dhcpRange ?? "its range")")
          }
          if card.mac == taken.mac {
            throw HostNetworkError(
              .invalid,
              "\(card.id) of '\(member.machine)' has the MAC address \(card.mac), which \(taken.id) of '\(other.machine)' has "
                + "in network '\(record.name)' already: write another, or none to have one derived")
          }
        }
      }
    }
  }

  /// Takes one card of a machine that runs on off its network; a card that is in none is success.
  package func unplug(nic id: String, directory: String) async throws(HostNetworkError) {
    let isMeant = { (member: NetworkMember) in member.directory == directory && member.nics.contains { $0.id == id } }
    guard records().contains(where: { $0.members.contains(where: isMeant) }) else { return }
    try await locked { () throws(HostNetworkError) in
      for var record in records() {
        guard let index = record.members.firstIndex(where: isMeant) else { continue }
        let interface = record.members[index].nics.first { $0.id == id }?.interface
        record.members[index].nics.removeAll { $0.id == id }
        if record.members[index].nics.isEmpty { record.members.remove(at: index) }
        try await settle(record, without: [interface].compactMap(\.self))
      }
      await realm.releaseNamespace()
    }
  }

  /// Keeps a record whose members have changed, or takes the network down when only machines needed it and none is left.
  private func settle(_ record: NetworkRecord, without interfaces: [String]) async throws(HostNetworkError) {
    if record.switchKind != "linux" {
      for interface in interfaces { try await OpenVSwitch(realm: realm).remove(port: interface, of: record.bridge) }
    }
    guard !record.isOnDemand || !record.members.isEmpty else { return try await undo(record) }
    try save(record)
    if record.dhcpRange != nil { try DHCPProcess(realm: realm, record: record).update() }
  }

  /// Takes a machine that has ended off its networks, and those down that only machines needed. The caller holds the
  /// instance's lock, so that no start of it goes on.
  package func leave(directory: String) async throws(HostNetworkError) {
    // Most machines are in none: no lock for them.
    guard records().contains(where: { $0.members.contains { $0.directory == directory } }) else { return }
    try await locked { () throws(HostNetworkError) in
      for var record in records() {
        guard let member = record.members.first(where: { $0.directory == directory }), !hasProcess(directory) else {
          continue
        }
        record.members.removeAll { $0.directory == directory || !isRunning($0) }
        try await settle(record, without: member.nics.compactMap(\.interface))
      }
      await realm.releaseNamespace()
    }
  }

  /// Whether a machine's QEMU is there, or a vmrun is busy with it, as at a start.
  package func isRunning(_ member: NetworkMember) -> Bool {
    hasProcess(member.directory) || ((try? FileLock.isHeld(member.directory + "/lock")) ?? false)
  }

  private func hasProcess(_ directory: String) -> Bool {
    RecordedProcess(directory + "/process").isAlive
  }
}
