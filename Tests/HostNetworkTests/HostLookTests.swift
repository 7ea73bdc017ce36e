import Testing
import VMProfile

@testable import HostNetwork

@Suite struct HostLookTests {
  @Test func `interfaces are read from what ip prints`() throws {
    let look = HostLook.office
    #expect(look.links.map(\.name) == ["lo", "eth0", "virbr0", "tap0"])
    let ethernet = try #require(look.link("eth0"))
    #expect(ethernet.kind == nil)
    #expect(ethernet.mac == "12:9c:41:16:b5:e8")
    #expect(ethernet.isUp)
    #expect(ethernet.addresses.map(\.description) == ["192.168.7.20/24"])
    let tap = try #require(look.link("tap0"))
    #expect((tap.kind, tap.master, tap.mtu, tap.isUp) == ("tun", "virbr0", 1400, false))
    #expect(look.link("virbr0")?.kind == "bridge")
    #expect(look.link("nothing") == nil)
  }

  @Test func `the default route is the one with the lowest metric`() {
    #expect(HostLook.office.defaultInterface == "eth0")
    #expect(
      HostLook.office.routes.map { $0.destination?.description } == [
        nil, nil, "10.9.0.0/16", "10.8.0.1/32", "192.168.7.0/24",
      ])
  }

  @Test(arguments: ["", "\n", "[]", "[ ]\n"])
  func `a host without routes is one without a way out`(routes: String) throws {
    let look = try HostLook(addresses: "[]", routes: routes)
    #expect(look.links.isEmpty)
    #expect(look.routes.isEmpty)
    #expect(look.defaultInterface == nil)
  }

  @Test(arguments: ["", "Object \"address\" is unknown", "[{"])
  func `what is no JSON is an error`(addresses: String) throws {
    #expect(throws: HostNetworkError.self) { try HostLook(addresses: addresses, routes: "[]") }
  }

  @Test(arguments: [
    ("192.168.7.1/24", "eth0 has 192.168.7.20/24"),
    ("192.168.7.129/25", "eth0 has 192.168.7.20/24"),
    ("192.168.0.1/16", "eth0 has 192.168.7.20/24"), ("10.9.3.1/24", "a route to 10.9.0.0/16 leads through eth0"),
    ("10.8.0.1/24", "a route to 10.8.0.1/32 leads through tun0"), ("127.0.0.1/30", "lo has 127.0.0.1/8"),
  ])
  func `a network that the host has already is found`(address: String, clash: String) throws {
    let network = try #require(IPv4Interface(address))
    #expect(HostLook.office.clash(with: network, except: []) == clash)
  }

  @Test(arguments: ["10.16.0.1/24", "192.168.8.1/24", "10.8.0.9/29", "10.10.0.1/16", "172.16.0.1/12"])
  func `one that only the default route leads to is free`(address: String) throws {
    let network = try #require(IPv4Interface(address))
    #expect(HostLook.office.clash(with: network, except: []) == nil)
  }

  @Test func `an interface that does not count does not clash`() throws {
    let network = try #require(IPv4Interface("192.168.7.1/24"))
    #expect(HostLook.office.clash(with: network, except: ["eth0"]) == nil)
  }

  @Test(arguments: [
    ("192.168.7.1/24", "10.16.0.1/24"), ("192.168.7.129/25", "10.16.0.1/25"), ("10.9.3.7/16", "10.16.3.7/16"),
    ("10.0.0.1/8", nil), ("192.168.7.1/12", "10.24.7.1/12"),
  ])
  func `a proposal has the same size and is free`(address: String, proposal: String?) throws {
    let network = try #require(IPv4Interface(address))
    let found = HostLook.office.proposal(like: network, except: [])
    #expect(found?.description == proposal)
    if let found { #expect(HostLook.office.clash(with: found, except: []) == nil) }
  }
}
