import Testing
import VMProfile

@testable import HostNetwork

@Suite struct FirewallTableTests {
  private func text(_ yaml: String, look: HostLook = .office) throws -> String? {
    FirewallTable.text(try Fixture.plan(yaml, look: look).record())
  }

  @Test func `NAT is one rule in a table of the network's own`() throws {
    #expect(
      try text(Fixture.lab) == """
        table ip vmrun-lab {
          chain postrouting {
            type nat hook postrouting priority srcnat; policy accept;
            ip saddr 10.16.0.0/24 ip daddr != 10.16.0.0/24 oifname "eth0" masquerade
          }
        }

        """)
  }

  @Test func `without a default route it is whatever is not the bridge`() throws {
    let look = HostLook(links: [], routes: [])
    #expect(
      try text("bridge: br0\naddress: 10.1.2.3/20\nnat: auto\n", look: look)?.contains(
        #"ip saddr 10.1.0.0/20 ip daddr != 10.1.0.0/20 oifname != "br0" masquerade"#) == true)
  }

  @Test func `an isolated network passes nothing on, in either direction`() throws {
    #expect(
      try text("bridge: br0\naddress: 10.16.0.1/24\nisolated: true\n") == """
        table ip vmrun-lab {
          chain forward {
            type filter hook forward priority filter; policy accept;
            iifname "br0" oifname != "br0" drop
            oifname "br0" iifname != "br0" drop
          }
        }

        """)
  }

  @Test(arguments: ["bridge: br0\n", "bridge: br0\naddress: 10.16.0.1/24\nnat: off\n"])
  func `a network that needs no rule has no table`(yaml: String) throws { #expect(try text(yaml) == nil) }
}
