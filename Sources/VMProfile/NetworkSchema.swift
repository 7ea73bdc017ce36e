public import JSON

/// All keys of a network: one table, from which the parser checks names, and the JSON Schema is made.
public enum NetworkSchema {
  static let description = ScalarKey(
    "description", .prose, documentation: "What the network is for; shown in lists.")
  static let bridge = ScalarKey(
    "bridge", ScalarType<InterfaceName>.text("the name of a bridge such as br0", pattern: Patterns.interfaceName),
    isRequired: true, synonyms: ["br", "bridge-name", "interface", "device"],
    documentation: "The bridge that machines are plugged into: 1 to 15 letters, digits, '.', '_' or '-'.")
  static let address = ScalarKey(
    "address", ScalarType<IPv4Interface>.text("an address such as 10.16.0.1/24", pattern: Patterns.interface),
    synonyms: ["ip", "ipv4", "addr", "subnet", "cidr"],
    documentation: "The host's own address on the bridge, with the network's prefix. Left out: the host takes no part.")
  static let nat = ScalarKey(
    "nat", ScalarType<NATSetting>.text(NATSetting.expectation, pattern: Patterns.interfaceName), defaultValue: "off",
    synonyms: ["masquerade", "snat", "internet"],
    documentation: "Whether guests reach what lies beyond the host, behind the host's own address. auto: out of "
      + "whatever interface the host's routes choose; an interface's name: out of that one; off: not at all.")
  static let uplink = ScalarKey(
    "uplink", ScalarType<InterfaceName>.text(InterfaceName.example, pattern: Patterns.interfaceName),
    synonyms: ["up-link", "parent", "physical", "nic", "port"],
    documentation: "An interface of the host that becomes a port of the bridge: guests are then part of the network "
      + "beyond it, which brings its own DHCP and router. The bridge takes over the interface's addresses.")
  static let vlan = ScalarKey(
    "vlan", .vlanID, isList: true, synonyms: ["vlans", "vlan-id", "tag", "tags", "trunk"],
    documentation: "The VLANs of the machines' ports: one id (frames leave without a tag), or a list of ids (a trunk, "
      + "whose frames keep their tags). Left out: no VLANs.")
  static let switchKind = ScalarKey(
    "switch",
    ScalarType<SwitchKind>.choice(synonyms: [
      "bridge": "linux", "linux-bridge": "linux", "kernel": "linux", "openvswitch": "ovs", "open-vswitch": "ovs",
      "netdev": "ovs-userspace", "ovs-netdev": "ovs-userspace", "userspace": "ovs-userspace",
    ]),
    defaultValue: "linux", synonyms: ["type", "kind", "driver", "backend"],
    documentation: "What forwards the frames. linux: the kernel's bridge; ovs: Open vSwitch with its datapath in the "
      + "kernel; ovs-userspace: Open vSwitch with its datapath in user space.")
  static let mtu = ScalarKey(
    "mtu", .integer(576...65520), documentation: "The largest packet in bytes. Left out: the kernel's choice, 1500.")
  static let isolated = ScalarKey(
    "isolated", .flag, defaultValue: false, synonyms: ["isolate", "isolation", "internal", "private"],
    documentation: "Whether guests reach each other and the host, but nothing beyond.")

  static let dhcp = KeySchema(
    name: "dhcp", documentation: "Whether guests get their addresses by DHCP. A mapping says which, and more.",
    expectation: "true, false or a mapping such as {range: 10.16.0.100-10.16.0.199}",
    json: ["oneOf": [["type": "boolean"], ["$ref": "#/$defs/dhcp"]]], defaultValue: false,
    synonyms: ["dnsmasq", "dhcpd", "dhcp-server"])
  static let namespaces = KeySchema(
    name: "namespaces",
    documentation: "Network namespaces of the host that are plugged into the bridge, by their names.",
    expectation: "a mapping such as {navy: {address: 10.16.0.2/24}}",
    json: [
      "type": "object", "maxProperties": .integer(Int64(maximumNamespaces)),
      "propertyNames": ["pattern": .string(Patterns.namespaceName)],
      "additionalProperties": ["$ref": "#/$defs/namespace"],
    ],
    synonyms: ["namespace", "netns", "ns"])

  /// More than a person looks after by hand; each costs the host a namespace and a pair of interfaces.
  static let maximumNamespaces = 32

  /// The top of a network.
  static let network = MappingSchema(
    place: "the top of the network",
    documentation: "A network for vmrun. The file's name is the network's name.",
    keys: [
      description.schema, bridge.schema, address.schema, dhcp, nat.schema, namespaces, uplink.schema, vlan.schema,
      switchKind.schema, mtu.schema, isolated.schema,
    ],
    notes: [
      "name": "a network has no key 'name': the file's name is the network's name",
      "gateway": "a network has no key 'gateway': with 'nat' the guests' router is the host, at its 'address'",
    ])

  static let mappings = [network, dhcpServer, namespace]

  /// The format of a network's file as a JSON Schema (draft 2020-12), for editors and other programs.
  public static var jsonSchema: JSONValue {
    var schema: JSONObject = [
      "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "vmrun network",
    ]
    for (key, value) in network.json.members { schema[key] = value }
    schema["$defs"] = ["dhcp": .object(dhcpServer.json), "namespace": .object(namespace.json)]
    return .object(schema)
  }
}
