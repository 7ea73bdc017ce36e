import Testing
import VMProfile

@Suite struct DefaultRangeTests {
  private func range(_ address: String, namespaces: [String] = []) throws -> String? {
    var network = NetworkProfile(name: try NetworkName(parsing: "lab"), bridge: try InterfaceName(parsing: "br0"))
    network.address = try IPv4Interface(parsing: address)
    network.namespaces = try namespaces.enumerated().map { index, address in
      NetworkNamespaceProfile(
        name: try NamespaceName(parsing: "n\(index)"), address: try IPv4Interface(parsing: address))
    }
    return network.defaultRange?.description
  }

  @Test(arguments: [
    ("10.16.0.1/24", "10.16.0.100-10.16.0.199"), ("10.16.5.1/16", "10.16.128.1-10.16.128.254"),
    ("10.0.0.1/8", "10.128.0.1-10.128.0.254"), ("10.16.0.1/23", "10.16.1.1-10.16.1.254"),
    ("10.16.0.1/25", "10.16.0.64-10.16.0.126"), ("10.16.0.129/25", "10.16.0.192-10.16.0.254"),
    ("10.16.0.1/28", "10.16.0.8-10.16.0.14"), ("10.16.0.1/29", "10.16.0.4-10.16.0.6"),
  ])
  func `DHCP hands out the upper part of the network`(address: String, expected: String) throws {
    #expect(try range(address) == expected)
  }

  @Test func `a taken address is not handed out`() throws {
    #expect(try range("10.16.0.150/24") == "10.16.0.100-10.16.0.149")
    #expect(try range("10.16.0.100/24") == "10.16.0.101-10.16.0.199")
    #expect(try range("10.16.0.199/24") == "10.16.0.100-10.16.0.198")
    #expect(try range("10.16.0.110/24", namespaces: ["10.16.0.190/24"]) == "10.16.0.111-10.16.0.189")
    #expect(try range("10.16.0.254/25") == "10.16.0.192-10.16.0.253")
    #expect(try range("10.16.0.5/29") == "10.16.0.4-10.16.0.4")
    #expect(try range("10.16.0.5/29", namespaces: ["10.16.0.4/29", "10.16.0.6/29"]) == nil)
  }

  @Test(arguments: ["10.16.0.1/30", "10.16.0.1/31", "10.16.0.1/32"])
  func `a small network has no room for a pool`(address: String) throws {
    #expect(try range(address) == nil)
  }

  @Test func `in networks of every size the pool lies within and leaves out its host`() throws {
    for length in 1...29 {
      for host in ["10.16.0.1", "10.200.130.7", "255.255.255.250", "0.0.0.1"] {
        let interface = try IPv4Interface(parsing: "\(host)/\(length)")
        let pool = try #require(try range("\(host)/\(length)").flatMap { IPv4Range($0) })
        #expect(interface.contains(pool.first) && interface.contains(pool.last), "\(interface)")
        #expect(!pool.contains(interface.address) && !pool.contains(interface.broadcast), "\(interface)")
        #expect(!pool.contains(interface.network) && pool.count <= 254, "\(interface)")
      }
    }
  }
}
