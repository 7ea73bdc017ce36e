internal import JSON

extension ProfileSchema {
  static let model = ScalarKey(
    "model", .word("the model of a NIC such as virtio, e1000 or rtl8139", others: "_-"), defaultValue: "virtio",
    synonyms: ["type", "card", "driver", "device"],
    documentation: "The card that the guest sees: virtio, e1000, e1000e, rtl8139, ne2k_pci, vmxnet3, or any other "
      + "NIC that this QEMU has.")
  static let mac = ScalarKey(
    "mac", ScalarType<MACAddress>.text(MACAddress.expectation, pattern: Patterns.mac),
    synonyms: ["macaddr", "macaddress", "mac-address", "hwaddr"],
    documentation: "The card's Ethernet address. Default: derived, and the same at every start.")
  static let address = ScalarKey(
    "address", ScalarType<IPv4Interface>.text(IPv4Interface.expectation, pattern: Patterns.interface),
    synonyms: ["ip", "ipv4", "addr"],
    documentation: "A fixed address for the guest, with its network's prefix. Default: DHCP.")
  static let gateway = ScalarKey(
    "gateway", ScalarType<IPv4Address>.text(IPv4Address.expectation, pattern: Patterns.address),
    synonyms: ["gw", "router", "default-gateway"],
    documentation: "The guest's default route; needs 'address'.")
  static let dns = ScalarKey(
    "dns", ScalarType<IPv4Address>.text(IPv4Address.expectation, pattern: Patterns.address), isList: true,
    synonyms: ["nameserver", "nameservers", "resolver"],
    documentation: "The guest's name servers, one or a list; needs 'address'.")
  static let forward = ScalarKey(
    "forward", ScalarType<PortForward>.text(PortForward.expectation, pattern: Patterns.forward), isList: true,
    synonyms: ["forwards", "hostfwd", "port", "ports", "publish"],
    documentation: "Ports of the host that lead to the guest, one or a list of [host-ip:]host-port:guest-port[/udp]. "
      + "The host's address is 127.0.0.1 unless written; host port 0 lets vmrun choose; ssh is short for 0:22. "
      + "Put them in quotes.")
  static let sshUser = ScalarKey(
    "user", .userName, synonyms: ["login", "username", "name"],
    documentation: "Who to log in as. Default: the image's own user.")

  /// One card.
  static let nic = MappingSchema(
    place: "an entry of 'nics'",
    documentation: "A network card and the one thing that it is plugged into.",
    keys: [model.schema, mac.schema] + attachments + [address.schema, gateway.schema, dns.schema],
    alternatives: Attachment.keywords)

  /// Whether an unknown key of a card is reported with an attachment as what was meant.
  static func isMeantAsAttachment(_ key: String) -> Bool {
    guard nic[key] == nil, let meant = nic.meant(by: key) else { return false }
    return Attachment.keywords.contains(meant)
  }

  static let sshAccess = MappingSchema(
    place: "'ssh'", documentation: "How 'vmrun ssh' logs in.", keys: [sshUser.schema], mayBeEmpty: true)

  /// Regular expressions that take what the parsers take, as far as such expressions reach.
  enum Patterns {
    static let octet = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
    static let address = "^\(dotted)$"
    static let interface = "^\(dotted)/(3[0-2]|[12][0-9]|[1-9])$"
    static let mac = "^[0-9A-Fa-f][02468ACEace]((:[0-9A-Fa-f]{2}){5}|(-[0-9A-Fa-f]{2}){5})$"
    static let forward = "^(ssh|(\(dotted):)?\(port):([1-9][0-9]{0,4})(/(tcp|udp))?)$"
    static let image = "^([A-Za-z0-9][A-Za-z0-9._-]{0,47}|.*/.*[^/])$"
    static let variable = #"\$\{(env:[A-Za-z_][A-Za-z0-9_]*(:-[^}]*)?|project|user)\}"#
    static let parent = "^[A-Za-z0-9.][^~]*$"
    static let socket = "^\(dotted):[1-9][0-9]{0,4}$"
    static let localAddress = "^\(dotted)(:[1-9][0-9]{0,4})?$"
    static let interfaceName = "^[A-Za-z0-9][A-Za-z0-9._-]{0,14}$"
    static let networkName = "^[A-Za-z][A-Za-z0-9_-]{0,31}$"
    static let script = "^(no|.*/.*[^/])$"
    static let vde = "^([A-Za-z0-9][A-Za-z0-9_-]{0,23}|/.+)$"
    private static let dotted = "(\(octet)\\.){3}\(octet)"
    private static let port = "(0|[1-9][0-9]{0,4})"
  }
}
