extension NetworkSchema {
  static let range = ScalarKey(
    "range", ScalarType<IPv4Range>.text(IPv4Range.expectation, pattern: Patterns.range),
    synonyms: ["ranges", "pool", "addresses"],
    documentation: "The first and the last address for guests. Left out: .100 to .199 of a /24, else the upper half "
      + "of the network, 254 addresses at most.")
  static let domain = ScalarKey(
    "domain", .domain, synonyms: ["search", "dns-domain", "domain-name"],
    documentation: "The domain that guests are told. Left out: none.")

  static let dhcpServer = MappingSchema(
    place: "'dhcp'", documentation: "What the network's DHCP server hands out.", keys: [range.schema, domain.schema])

  static let namespaceAddress = ScalarKey(
    "address", ScalarType<IPv4Interface>.text("an address such as 10.16.0.2/24", pattern: Patterns.interface),
    synonyms: ["ip", "ipv4", "addr"],
    documentation: "The namespace's address on the network. Left out: none.")
  static let namespaceGateway = ScalarKey(
    "gateway", ScalarType<IPv4Address>.text(IPv4Address.expectation, pattern: Patterns.address),
    synonyms: ["gw", "router", "default-gateway"],
    documentation: "The namespace's default route; needs 'address'.")

  static let namespace = MappingSchema(
    place: "an entry of 'namespaces'",
    documentation: "A network namespace of the host. Empty: plugged in, without an address.",
    keys: [namespaceAddress.schema, namespaceGateway.schema], mayBeEmpty: true)

  /// Regular expressions that take what the parsers take, as far as such expressions reach.
  enum Patterns {
    static let address = ProfileSchema.Patterns.address
    static let interface = ProfileSchema.Patterns.interface
    static let range = "^\(dotted)-\(dotted)$"
    static let interfaceName = "^(?!(all|default)$)[A-Za-z0-9][A-Za-z0-9._-]{0,14}$"
    static let namespaceName = "^[A-Za-z][A-Za-z0-9_-]{0,9}$"
    private static let octet = ProfileSchema.Patterns.octet
    private static let dotted = "(\(octet)\\.){3}\(octet)"
  }
}
