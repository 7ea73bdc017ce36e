/// The VLANs of one port of a bridge.
enum PortVLAN {
  /// Lines for `bridge -batch` (bridge(8)); none without VLANs.
  static func commands(_ record: NetworkRecord, interface: String) -> [String] {
    guard !record.vlans.isEmpty else { return [] }
    let member = record.vlans.map { id in
      "vlan add dev \(interface) vid \(id)" + (record.isTrunk ? "" : " pvid untagged")
    }
    // Every new port begins in VLAN 1.
    return (record.vlans.contains(1) ? [] : ["vlan del dev \(interface) vid 1"]) + member
  }

  /// Words for ovs-vsctl(8).
  static func openVSwitchWords(_ record: NetworkRecord, interface: String) -> [String] {
    let tags = record.vlans.map(String.init).joined(separator: ",")
    let vlan = record.vlans.isEmpty ? [] : [record.isTrunk ? "trunks=\(tags)" : "tag=\(tags)"]
    return ["--", "--may-exist", "add-port", record.bridge, interface] + vlan
  }
}
