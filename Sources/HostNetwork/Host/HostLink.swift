internal import JSON
package import VMProfile

/// A network interface as `ip -j -d address` shows it.
package struct HostLink: Sendable, Equatable {
  package var name: String
  package var mac: String
  /// `bridge`, `veth`, `tun`, …; nil for hardware.
  package var kind: String?
  /// The bridge that it is a port of.
  package var master: String?
  package var mtu: Int
  package var isUp: Bool
  package var addresses: [IPv4Interface]

  /// Reads one object of the list; nil for what has no name.
  init?(_ json: JSONValue) {
    guard let name = json["ifname"]?.stringValue else { return nil }
    self.name = name
    mac = json["address"]?.stringValue ?? ""
    kind = json["linkinfo"]?["info_kind"]?.stringValue
    master = json["master"]?.stringValue
    mtu = json["mtu"]?.intValue ?? 0
    isUp = (json["flags"]?.arrayValue ?? []).contains("UP")
    addresses = (json["addr_info"]?.arrayValue ?? []).compactMap { item in
      guard item["family"]?.stringValue == "inet", let address = item["local"]?.stringValue,
        let length = item["prefixlen"]?.intValue
      else { return nil }
      return IPv4Address(address).flatMap { IPv4Interface(address: $0, prefixLength: length) }
    }
  }
}
