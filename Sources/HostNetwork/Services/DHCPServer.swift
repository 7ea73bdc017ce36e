internal import VMProfile

/// dnsmasq(8) for one network: addresses and names.
enum DHCPServer {
  /// Its files, in a folder of the network's.
  static func leases(_ folder: String) -> String { folder + "/leases" }
  static func reservations(_ folder: String) -> String { folder + "/dhcp-hosts" }
  static func hosts(_ folder: String) -> String { folder + "/hosts" }
  static func log(_ folder: String) -> String { folder + "/dnsmasq.log" }
  static func process(_ folder: String) -> String { folder + "/dnsmasq.process" }

  /// The words after the program's name.
  ///
  /// - Parameters:
  ///   - resolver: the only name server to ask; nil: those of the host's resolv.conf.
  ///   - isRootless: it cannot become another user where the user has only one.
  static func arguments(_ record: NetworkRecord, folder: String, resolver: String?, isRootless: Bool) -> [String] {
    guard let interface = record.hostInterface, let address = record.address.flatMap({ IPv4Interface($0) }),
      let range = record.dhcpRange.flatMap({ IPv4Range($0) })
    else { return [] }
    let domain = record.domain ?? record.name
    var words = [
      isRootless ? "--no-daemon" : "--keep-in-foreground", "--conf-file=/dev/null", "--pid-file=", "--log-facility=-",
      "--interface=\(interface)", "--except-interface=lo", "--bind-interfaces", "--no-hosts",
      "--addn-hosts=\(hosts(folder))", "--dhcp-hostsfile=\(reservations(folder))",
      "--dhcp-leasefile=\(leases(folder))",
      "--dhcp-range=\(range.first),\(range.last),\(address.netmask),\(address.broadcast),1h",
      // The pool and the reservations are all known here: to ask an address first would cost three seconds a guest.
      "--no-ping", "--dhcp-authoritative", "--domain=\(domain)", "--expand-hosts", "--local=/\(domain)/",
      "--domain-needed", "--bogus-priv",
    ]
    if let mtu = record.mtu { words.append("--dhcp-option=option:mtu,\(mtu)") }
    // No router is told of where nothing is routed.
    if record.isIsolated { words.append("--dhcp-option=option:router") }
    if let resolver { words += ["--no-resolv", "--server=\(resolver)"] }
    return words
  }

  /// The reservations: `52:54:00:12:34:56,10.16.0.5,web`.
  static func reservationText(_ record: NetworkRecord) -> String {
    lines(record) { member, card in
      let name = isName(member.hostName) ? [member.hostName] : []
      return ([card.mac] + (card.address.map { [$0] } ?? []) + name).joined(separator: ",")
    }
  }

  /// Whether dnsmasq takes a word of a reservation for a name: some it takes for an instruction or for a lease's time.
  /// A guest may still ask for such a name itself.
  private static func isName(_ word: String) -> Bool {
    let digits = word.last.map { "smhdw".contains($0) } == true ? word.dropLast() : word[...]
    let isTime = !digits.isEmpty && digits.allSatisfy { ("0"..."9").contains($0) }
    return !isTime && !["ignore", "infinite", "deprecated"].contains(word)
  }

  /// The names of those with fixed addresses; the others get theirs with the lease.
  static func hostsText(_ record: NetworkRecord) -> String {
    let namespaces = record.namespaces.compactMap { namespace in
      namespace.address.flatMap { IPv4Interface($0) }.map { "\($0.address) \(namespace.name.lowercased())\n" }
    }
    let own = record.address.flatMap { IPv4Interface($0) }.map { "\($0.address) gateway\n" } ?? ""
    return own + namespaces.joined() + lines(record) { member, card in card.address.map { "\($0) \(member.hostName)" } }
  }

  private static func lines(
    _ record: NetworkRecord, _ line: (NetworkMember, NetworkMember.Card) -> String?
  ) -> String {
    record.members.flatMap { member in member.nics.compactMap { line(member, $0) } }.map { $0 + "\n" }.joined()
  }

  /// The address that a lease gives a card: lines of `EXPIRY MAC ADDRESS NAME ID`.
  static func lease(of mac: String, in text: String) -> IPv4Address? {
    for line in text.split(whereSeparator: \.isNewline) {
      let words = line.split(separator: " ")
      guard words.count >= 3, words[1].lowercased() == mac.lowercased() else { continue }
      return IPv4Address(String(words[2]))
    }
    return nil
  }
}
