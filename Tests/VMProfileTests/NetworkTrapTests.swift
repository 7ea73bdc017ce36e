import Testing
import VMProfile

/// YAML 1.1 reads many plain words as something else; a network takes what was written.
@Suite struct NetworkTrapTests {
  @Test func `off is a word`() throws {
    #expect(try NetworkFixture.parse("bridge: br0\nnat: off\n").nat == .off)
    #expect(try NetworkFixture.parse("bridge: off\ndescription: no\n").bridge.description == "off")
    #expect(
      try NetworkFixture.parse("bridge: br0\nnamespaces: {on: , no: }\n").namespaces.map { "\($0.name)" } == [
        "on", "no",
      ])
  }

  @Test func `what looks like a number is a name where a name belongs`() throws {
    #expect(try NetworkFixture.parse("bridge: 1e3\n").bridge.description == "1e3")
    #expect(try NetworkFixture.parse("bridge: 'null'\n").bridge.description == "null")
  }

  @Test(arguments: ["010", "0x10", "1_0", "+10", "10.0", "1e1", "-1", "99999999999999999999"])
  func `a VLAN's id is written in plain decimal digits`(text: String) {
    #expect(NetworkFixture.mistakes(in: "bridge: br0\nvlan: \(text)\n").count == 1)
  }

  @Test(arguments: [
    "description", "bridge", "address", "dhcp", "nat", "namespaces", "uplink", "vlan", "switch", "mtu", "isolated",
  ])
  func `every key is told of a missing value and of a value of the wrong kind`(key: String) {
    let bridge = key == "bridge" ? "" : "\nbridge: br0"
    for null in ["", "~", "null"] {
      let mistakes = NetworkFixture.mistakes(in: "\(key): \(null)\(bridge)\n")
      #expect(
        mistakes.count == 1 && mistakes[0].hasPrefix("lab.yml:1:1: '\(key)' has no value: expected "), "\(mistakes)")
    }
    for value in ["[[a]]", "{a: {b: c}}"] where !["dhcp", "namespaces"].contains(key) {
      let mistakes = NetworkFixture.mistakes(in: "\(key): \(value)\(bridge)\n")
      #expect(mistakes.count == 1 && mistakes[0].hasPrefix("lab.yml:1:"), "\(mistakes)")
    }
  }

  @Test func `aliases and merged keys work, and a written key wins over a merged one`() throws {
    let network = try NetworkFixture.parse(
      """
      bridge: br0
      namespaces:
        a: &a {address: 10.16.0.2/24, gateway: 10.16.0.1}
        b: {<<: *a, address: 10.16.0.3/24}
      """)
    #expect(network.namespaces.map(\.address?.description) == ["10.16.0.2/24", "10.16.0.3/24"])
    #expect(network.namespaces.allSatisfy { $0.gateway == IPv4Address(10, 16, 0, 1) })
  }

  @Test func `merged keys that multiply are cut short`() {
    var lines = ["bridge: br0", "x0: &x0 {a: , b: }"]
    for level in 1...40 { lines.append("x\(level): &x\(level) {<<: [*x\(level - 1), *x\(level - 1)]}") }
    let mistakes = NetworkFixture.mistakes(in: (lines + ["namespaces: {<<: *x40}"]).joined(separator: "\n"))
    #expect(mistakes.contains { $0.hasSuffix("'<<' brings in too many keys") })
  }

  @Test func `a mistake that two aliases share is told once`() {
    #expect(
      NetworkFixture.mistakes(in: "bridge: br0\nnamespaces: {a: &a {adress: x}, b: *a}\n")
        == ["lab.yml:2:21: unknown key 'adress': did you mean 'address'?"])
  }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func `no damage to a network gets past as a crash or as a mistake without a place`(seed: UInt64) throws {
    let valid = """
      bridge: br0
      address: 10.16.0.1/24
      dhcp: {range: 10.16.0.100-10.16.0.199, domain: lab}
      nat: &m auto
      namespaces:
        navy: &nic {address: 10.16.0.2/24, gateway: 10.16.0.1}
        army: {<<: *nic, address: 10.16.0.3/24}
        bare:
      vlan: [10, 20]
      switch: ovs
      mtu: 1400
      isolated: false
      description: "Every key but uplink"
      """
    #expect(NetworkFixture.mistakes(in: valid) == [])
    var random = YAMLMutation(seed: seed)
    var (accepted, refused) = (0, 0)
    for round in 0..<400 {
      let yaml = random.mutate(valid)
      do {
        // What is accepted obeys the rules in every single value.
        try NetworkFixture.parse(yaml).validate()
        accepted += 1
      } catch ProfileError.invalid(let diagnostics) {
        refused += 1
        #expect(
          YAMLMutation.arePlaced(diagnostics, in: yaml, file: "lab.yml"),
          "seed \(seed), round \(round): \(diagnostics) in \(yaml.debugDescription)")
        #expect(diagnostics.map(\.location) == diagnostics.map(\.location).sorted())
      }
    }
    #expect(accepted > 3)
    #expect(refused > 200)
  }

  @Test func `deep nesting is refused, not followed until the stack ends`() {
    for opening in ["[", "{a: ", "- ", "? "] {
      let yaml = "bridge: br0\nnamespaces:\n  " + String(repeating: opening, count: 20_000)
      let mistakes = NetworkFixture.mistakes(in: yaml)
      #expect(mistakes.count == 1 && !mistakes[0].contains("profile"), "\(opening)")
    }
  }
}
