internal import JSON

/// What a card can be plugged into, and the keys of each.
extension ProfileSchema {
  static let user = KeySchema(
    name: "user", documentation: userNetwork.documentation,
    expectation: "nothing, or a mapping such as {forward: [ssh]}", json: ["$ref": "#/$defs/user"],
    synonyms: ["nat", "slirp"])
  static let passt = KeySchema(
    name: "passt", documentation: passtNetwork.documentation,
    expectation: "nothing, or a mapping such as {forward: [ssh]}", json: ["$ref": "#/$defs/passt"],
    synonyms: ["pasta"])
  static let tap = KeySchema(
    name: "tap", documentation: tapInterface.documentation,
    expectation: "nothing, or a mapping such as {bridge: br0} or {ifname: tap0}", json: ["$ref": "#/$defs/tap"],
    synonyms: ["tuntap"])
  static let network = ScalarKey(
    "network", ScalarType<NetworkName>.text(NetworkName.expectation, pattern: Patterns.networkName),
    synonyms: ["net", "lan"],
    documentation: "A network by the name of its file in Profiles/networks: it comes up with its first machine.")
  static let socket = KeySchema(
    name: "socket", documentation: socketPair.documentation,
    expectation: "a mapping such as {listen: \"127.0.0.1:4000\"}", json: ["$ref": "#/$defs/socket"])
  static let vde = ScalarKey(
    "vde", ScalarType<VDESwitch>.text(VDESwitch.expectation, pattern: Patterns.vde), synonyms: ["vde2"],
    documentation:
      "A VDE switch: a name, for one that vmrun starts for all machines that name it, or the whole path of "
      + "an existing one's socket folder.")
  static let none = KeySchema(
    name: "none", documentation: "A card without a cable.", expectation: "nothing",
    json: ["oneOf": [["type": "null"], ["const": true], ["type": "object", "maxProperties": 0]]],
    synonyms: ["unplugged", "disconnected"])

  /// In the order of `Attachment.keywords`.
  static let attachments = [user, passt, tap, network.schema, socket, vde.schema, none]

  /// How those are written that need a value.
  static let examples = [
    "network": "{network: lab}", "socket": "{socket: {listen: \"127.0.0.1:4000\"}}", "vde": "{vde: lab}",
  ]

  // MARK: user and passt

  static let restrict = ScalarKey(
    "restrict", .flag, defaultValue: false, synonyms: ["restricted"],
    documentation: "Cut the guest off from the host and everything beyond; forwards still lead to it.")
  static let net = ScalarKey(
    "net", ScalarType<IPv4Interface>.text("a network such as 10.0.9.0/24", pattern: Patterns.interface),
    synonyms: ["network", "subnet"],
    documentation: "The guest's network. Default: 10.0.2.0/24, 10.0.3.0/24 on a second card, and so on.")
  static let hostname = ScalarKey(
    "hostname", .hostName, synonyms: ["host", "host-name"],
    documentation: "The name that the guest is given by DHCP.")

  /// What a card on user networking is told.
  static let userNetwork = MappingSchema(
    place: "'user' of a NIC",
    documentation: "QEMU's own NAT, which needs no set-up: the guest gets 10.0.2.15 (10.0.3.15 on a "
      + "second card, and so on) and reaches the internet; the host reaches the guest through forwards only.",
    keys: [forward.schema, restrict.schema, net.schema, hostname.schema], mayBeEmpty: true)

  static let passtNetwork = MappingSchema(
    place: "'passt' of a NIC",
    documentation:
      "Like 'user', through passt(1), which is started with the machine and ends with it. The guest "
      + "gets the host's own address.",
    keys: [forward.schema], mayBeEmpty: true)

  // MARK: tap

  static let bridge = ScalarKey(
    "bridge", ScalarType<InterfaceName>.text(InterfaceName.expectation, pattern: Patterns.interfaceName),
    synonyms: ["br"],
    documentation: "A bridge that exists, which the new TAP is put into. Without root qemu-bridge-helper does it, if "
      + "/etc/qemu/bridge.conf allows the bridge.")
  static let ifname = ScalarKey(
    "ifname", ScalarType<InterfaceName>.text(InterfaceName.expectation, pattern: Patterns.interfaceName),
    synonyms: ["name", "interface", "dev"], documentation: "A TAP that exists, and stays when the machine ends.")
  static let script = ScalarKey(
    "script", ScalarType<HookScript>.text(HookScript.expectation, pattern: Patterns.script), defaultValue: "no",
    synonyms: ["up", "upscript"],
    documentation: "A program that QEMU runs with the interface's name when it opens it; needs root.")
  static let downscript = ScalarKey(
    "downscript", ScalarType<HookScript>.text(HookScript.expectation, pattern: Patterns.script), defaultValue: "no",
    synonyms: ["down"], documentation: "A program that QEMU runs with the interface's name when it ends.")

  static let tapInterface = MappingSchema(
    place: "'tap' of a NIC",
    documentation:
      "A TAP interface of the host: a new one that vanishes with the machine, in 'bridge' or in none; or the "
      + "existing one called 'ifname'.",
    keys: [bridge.schema, ifname.schema, script.schema, downscript.schema], mayBeEmpty: true)

  // MARK: socket

  static let listen = socketKey(
    "listen", synonyms: ["server"], documentation: "Wait here for one other machine that connects (TCP).")
  static let connect = socketKey(
    "connect", synonyms: ["client"], documentation: "Connect to a machine that listens there (TCP).")
  static let mcast = socketKey(
    "mcast", synonyms: ["multicast", "group"],
    documentation: "A multicast group: all machines with the same one are on one wire.")
  static let udp = socketKey(
    "udp", synonyms: ["remote"], documentation: "Send frames there in UDP packets; needs 'localaddr'.")
  static let localaddr = ScalarKey(
    "localaddr", ScalarType<LocalAddress>.text(LocalAddress.expectation, pattern: Patterns.localAddress),
    synonyms: ["local"],
    documentation:
      "With 'udp' where frames come in; with 'mcast' the host's address whose interface is used, 127.0.0.1 to "
      + "stay on this host.")

  private static func socketKey(_ name: String, synonyms: [String], documentation: String) -> ScalarKey<SocketAddress> {
    ScalarKey(
      name, ScalarType<SocketAddress>.text(SocketAddress.expectation, pattern: Patterns.socket), synonyms: synonyms,
      documentation: documentation)
  }

  static let socketPair = MappingSchema(
    place: "'socket' of a NIC",
    documentation:
      "A socket between QEMUs, which needs no privilege: two machines by TCP or UDP, or all of a multicast "
      + "group.",
    keys: [listen.schema, connect.schema, mcast.schema, udp.schema, localaddr.schema])
}
