import Testing
import VMProfile

@Suite struct IPv4Tests {
  @Test func `an address is four octets, the first the highest`() throws {
    #expect(try IPv4Address(parsing: "10.16.0.5").value == 0x0A10_0005)
    #expect(IPv4Address(10, 16, 0, 5).description == "10.16.0.5")
    #expect(IPv4Address.loopback.description == "127.0.0.1")
  }

  @Test(arguments: [
    "", "10.0.0", "10.0.0.0.1", "10.0.0.256", "10.0.0.-1", "10.0.0.01", "10..0.1", "a.b.c.d", "::1", "1.2.3.4x.5",
  ])
  func `another text is no address`(text: String) {
    #expect(ProfileFixture.reason(text, as: IPv4Address.self) == "expected an IPv4 address such as 10.16.0.1")
  }

  @Test func `an interface knows its network`() throws {
    let interface = try IPv4Interface(parsing: "10.16.3.5/20")
    #expect(interface.netmask.description == "255.255.240.0")
    #expect(interface.network.description == "10.16.0.0")
    #expect(interface.broadcast.description == "10.16.15.255")
    #expect(interface.contains(IPv4Address(10, 16, 15, 1)))
    #expect(!interface.contains(IPv4Address(10, 16, 16, 1)))
  }

  @Test func `the shortest and longest prefixes are exact`() throws {
    #expect(try IPv4Interface(parsing: "1.2.3.4/32").netmask.description == "255.255.255.255")
    #expect(try IPv4Interface(parsing: "1.2.3.4/1").netmask.description == "128.0.0.0")
    #expect(IPv4Interface(address: .loopback, prefixLength: 0) == nil)
    #expect(IPv4Interface(address: .loopback, prefixLength: 33) == nil)
  }

  @Test func `an interface whose length was set out of range does not trap`() throws {
    var interface = try IPv4Interface(parsing: "1.2.3.4/24")
    interface.prefixLength = 99
    #expect(interface.netmask.value <= .max)
    interface.prefixLength = -99
    #expect(interface.netmask.value == 0)
  }

  @Test(arguments: [
    ("10.16.0.5", "the length of the network's prefix is missing: write 10.16.0.5/24"),
    ("10.16.0.5/", "the length of the network's prefix is a number from 1 to 32"),
    ("10.16.0.5/33", "the length of the network's prefix is a number from 1 to 32"),
    ("10.16.0.5/0", "the length of the network's prefix is a number from 1 to 32"),
    ("10.16.0.5/255.255.255.0", "the length of the network's prefix is a number from 1 to 32"),
    ("10.16.0.5/24/1", "expected an address with its network's prefix such as 10.16.0.5/24"),
    ("x/24", "expected an address with its network's prefix such as 10.16.0.5/24"),
  ])
  func `a wrong interface says what is wrong`(text: String, reason: String) {
    #expect(ProfileFixture.reason(text, as: IPv4Interface.self) == reason)
  }
}
