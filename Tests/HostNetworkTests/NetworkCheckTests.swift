import Testing
import VMProfile

@testable import HostNetwork

/// What is said about a network that does not fit its host.
@Suite struct NetworkCheckTests {
  @Test func `a network that fits is not spoken of`() throws { #expect(try Fixture.mistake(Fixture.lab) == nil) }

  @Test(arguments: [
    (
      "bridge: eth0",
      "lab.yml:1:9: 'bridge' is 'eth0', and this host has an interface of that name that is not a bridge: write another name"
    ),
    (
      "bridge: tap0",
      "lab.yml:1:9: 'bridge' is 'tap0', and this host has an interface of that name that is not a bridge but of kind "
        + "'tun': write another name"
    ),
    (
      "bridge: virbr0\nswitch: ovs",
      "lab.yml:1:9: 'bridge' is 'virbr0', and this host has an interface of that name that is no Open vSwitch but of kind "
        + "'bridge': write another name"
    ),
    (
      "bridge: virbr0\naddress: 10.16.0.1/24",
      "lab.yml:1:9: 'bridge' is 'virbr0', which exists and was not made by vmrun: write another name, or leave 'address', "
        + "'dhcp', 'nat' and 'namespaces' out to plug machines into it as it is"
    ),
    (
      "bridge: br0\naddress: 10.16.0.1/24\nnat: wlan9",
      "lab.yml:3:6: 'nat' is 'wlan9', and this host has no such interface; it has eth0, virbr0, tap0"
    ),
    (
      "bridge: br0\nuplink: eth9",
      "lab.yml:2:9: 'uplink' is 'eth9', and this host has no such interface; it has eth0, virbr0, tap0"
    ),
    (
      "bridge: br0\naddress: 192.168.7.1/24",
      "lab.yml:2:10: 'address' is '192.168.7.1/24', and eth0 has 192.168.7.20/24: two networks with the same addresses "
        + "cannot be told apart, so write another; 10.16.0.1/24 is free here"
    ),
    (
      "bridge: br0\naddress: 10.9.1.5/24",
      "lab.yml:2:10: 'address' is '10.9.1.5/24', and a route to 10.9.0.0/16 leads through eth0: two networks with the same "
        + "addresses cannot be told apart, so write another; 10.16.0.5/24 is free here"
    ),
    (
      "bridge: a-long-bridge\naddress: 10.1.0.1/24\nvlan: 1000",
      "lab.yml:1:9: 'bridge' is 'a-long-bridge', and the host's interface in the VLAN would be 'a-long-bridge.1000', which "
        + "is longer than the 15 characters that the kernel has room for: write a shorter name"
    ),
  ])
  func `what is in the way is said with its place`(yaml: String, mistake: String) throws {
    #expect(try Fixture.mistake(yaml + "\n") == mistake)
  }

  @Test func `a bridge of another network is its own, unless VLANs divide it`() throws {
    let link = try #require(HostLook.office.link("virbr0"))
    var bridge = link
    bridge.name = "br0"
    let look = HostLook(links: [bridge], routes: [])
    let other = NetworkRecord(name: "other", bridge: "br0")
    let said = try Fixture.mistake("bridge: br0\naddress: 10.1.0.1/24\n", look: look, others: [other])
    #expect(
      said
        == "lab.yml:1:9: 'bridge' is 'br0', which network 'other' has made: give each network a bridge of its own, or a "
        + "'vlan' of its own")
    #expect(try Fixture.mistake("bridge: br0\naddress: 10.1.0.1/24\nvlan: 20\n", look: look, others: [other]) == nil)
    #expect(try Fixture.mistake("bridge: br0\n", look: look, others: [other]) == nil)
  }

  @Test(arguments: ["-h", "--help", "br0;id", "br 0", "$(id)", "../br0", ".", "br0\\n", "a/b", "averyverylongname"])
  func `a name that could be an option or more than a name is refused`(name: String) {
    #expect(throws: (any Error).self) { try Fixture.network("bridge: \"\(name)\"\n") }
    #expect(throws: (any Error).self) { try Fixture.network("bridge: br0\nnamespaces:\n  \"\(name)\": {}\n") }
    #expect(throws: (any Error).self) { try Fixture.network("bridge: br0\naddress: 10.1.0.1/24\nnat: \"\(name)\"\n") }
    #expect(throws: (any Error).self) { try Fixture.network("bridge: br0\nuplink: \"\(name)\"\n") }
  }
}
