import Testing
import VMProfile

@testable import HostNetwork

@Suite struct DHCPServerTests {
  private func record(_ yaml: String = Fixture.lab) throws -> NetworkRecord {
    var record = try Fixture.plan(yaml).record()
    record.members = [
      NetworkMember(
        machine: "Web_1", directory: "/i/web", hostName: "web-1",
        nics: [.init(id: "nic0", model: "virtio", mac: "52:54:00:00:00:01", address: "10.16.0.5")]),
      NetworkMember(
        machine: "dyn", directory: "/i/dyn", hostName: "dyn",
        nics: [.init(id: "nic0", model: "e1000", mac: "52:54:00:00:00:02", address: nil)]),
    ]
    return record
  }

  @Test func `dnsmasq serves this network only`() throws {
    #expect(
      DHCPServer.arguments(try record(), folder: "/f", resolver: nil, isRootless: false) == [
        "--keep-in-foreground", "--conf-file=/dev/null", "--pid-file=", "--log-facility=-", "--interface=br0",
        "--except-interface=lo", "--bind-interfaces", "--no-hosts", "--addn-hosts=/f/hosts",
        "--dhcp-hostsfile=/f/dhcp-hosts", "--dhcp-leasefile=/f/leases",
        "--dhcp-range=10.16.0.100,10.16.0.199,255.255.255.0,10.16.0.255,1h", "--no-ping", "--dhcp-authoritative",
        "--domain=lab", "--expand-hosts", "--local=/lab/", "--domain-needed", "--bogus-priv",
      ])
  }

  @Test func `a user's dnsmasq stays who it is, and asks through the way out`() throws {
    let words = DHCPServer.arguments(try record(), folder: "/f", resolver: "169.254.1.53", isRootless: true)
    #expect(words.first == "--no-daemon")
    #expect(words.suffix(2) == ["--no-resolv", "--server=169.254.1.53"])
  }

  @Test func `size, domain and isolation are told to the guests`() throws {
    let yaml =
      "bridge: br0\naddress: 10.16.0.1/24\nmtu: 1400\nisolated: true\ndhcp: {range: 10.16.0.50-10.16.0.60, domain: corp}\n"
    let words = DHCPServer.arguments(try record(yaml), folder: "/f", resolver: nil, isRootless: false)
    #expect(words.contains("--dhcp-range=10.16.0.50,10.16.0.60,255.255.255.0,10.16.0.255,1h"))
    #expect(words.contains("--domain=corp"))
    #expect(words.contains("--local=/corp/"))
    #expect(words.suffix(2) == ["--dhcp-option=option:mtu,1400", "--dhcp-option=option:router"])
  }

  @Test func `a network without a pool has no server`() throws {
    #expect(
      DHCPServer.arguments(try record("bridge: br0\n"), folder: "/f", resolver: nil, isRootless: false) == [])
  }

  @Test func `reservations and names are a line a card`() throws {
    #expect(
      DHCPServer.reservationText(try record()) == """
        52:54:00:00:00:01,10.16.0.5,web-1
        52:54:00:00:00:02,dyn

        """)
    #expect(
      DHCPServer.hostsText(try record()) == """
        10.16.0.1 gateway
        10.16.0.2 navy
        10.16.0.5 web-1

        """)
  }

  @Test func `a lease is found by its MAC address, in either case`() {
    let leases = """
      1763790000 52:54:00:00:00:02 10.16.0.167 dyn 01:52:54:00:00:00:02
      duid 00:01:00:01
      1763790001 52:54:00:00:00:03 10.16.0.168 * *

      """
    #expect(DHCPServer.lease(of: "52:54:00:00:00:02", in: leases)?.description == "10.16.0.167")
    #expect(DHCPServer.lease(of: "52:54:00:00:00:03".uppercased(), in: leases)?.description == "10.16.0.168")
    #expect(DHCPServer.lease(of: "52:54:00:00:00:04", in: leases) == nil)
    #expect(DHCPServer.lease(of: "52:54:00:00:00:02", in: "") == nil)
    #expect(DHCPServer.lease(of: "52:54:00:00:00:02", in: "1 52:54:00:00:00:02 nowhere x") == nil)
  }
}
