internal import VMProfile

/// The network's own table of nftables; the host's rules stay as they are (nft(8)).
enum FirewallTable {
  static func name(_ network: String) -> String { "vmrun-\(network)" }

  /// The text for `nft -f`; nil when the network needs no rule.
  static func text(_ record: NetworkRecord) -> String? {
    guard let interface = record.hostInterface, let address = record.address else { return nil }
    var chains: [String] = []
    if let nat = record.nat {
      let out = nat == "any" ? "oifname != \"\(interface)\"" : "oifname \"\(nat)\""
      chains.append(
        """
          chain postrouting {
            type nat hook postrouting priority srcnat; policy accept;
            ip saddr \(network(address)) ip daddr != \(network(address)) \(out) masquerade
          }
        """)
    }
    if record.isIsolated {
      chains.append(
        """
          chain forward {
            type filter hook forward priority filter; policy accept;
            iifname "\(interface)" oifname != "\(interface)" drop
            oifname "\(interface)" iifname != "\(interface)" drop
          }
        """)
    }
    guard !chains.isEmpty else { return nil }
    return "table ip \(name(record.name)) {\n" + chains.joined(separator: "\n") + "\n}\n"
  }

  private static func network(_ address: String) -> String {
    guard let interface = IPv4Interface(address) else { return address }
    return "\(interface.network)/\(interface.prefixLength)"
  }
}
