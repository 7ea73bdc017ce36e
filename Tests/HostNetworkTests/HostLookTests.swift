import HostTool
import Testing
import VMProfile

@testable import HostNetwork

@Suite struct HostLookTests {
  @Test func `an interface is found by its name`() throws {
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

  /// Of this machine, which is only looked at.
  @Test func `the kernel tells what ip prints`() async throws {
    let addresses = try await HostTool.runChecked("ip", ["-j", "-d", "address", "show"]).standardOutput
    let routes = try await HostTool.runChecked("ip", ["-j", "route", "show"]).standardOutput
    let expected = try HostLook(ipAddresses: addresses, ipRoutes: routes)
    let look = try HostLook.now(in: nil, root: "")
    #expect(look.links == expected.links)
    #expect(look.routes == expected.routes)
    #expect(look.link("lo")?.addresses.map(\.description) == ["127.0.0.1/8"])
  }

  @Test func `what the kernel says of a link, byte by byte, is read within its bounds`() {
    // Length 4 is an attribute without a value, 9 one with five bytes and three of space; then one that is cut off.
    let bytes: [UInt8] = [4, 0, 7, 0, 9, 0, 3, 0x80, 98, 114, 45, 120, 0, 0, 0, 0, 200, 0, 1, 0, 1]
    let attributes = NetlinkMessage.attributes(bytes[...])
    #expect(attributes.keys.sorted() == [3, 7])
    #expect(NetlinkMessage.text(attributes[3]) == "br-x")
    #expect(NetlinkMessage.messages([0, 0, 0, 0][...]).isEmpty)
    #expect(NetlinkMessage.messages([UInt8](repeating: 0xFF, count: 64)[...]).isEmpty)
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
