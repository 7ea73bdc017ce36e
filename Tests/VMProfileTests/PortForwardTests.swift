import Testing
import VMProfile

@Suite struct PortForwardTests {
  @Test(arguments: [
    ("ssh", "0:22"), ("8080:80", "8080:80"), ("127.0.0.1:8080:80", "8080:80"), ("8080:80/tcp", "8080:80"),
    ("0.0.0.0:53:53/udp", "0.0.0.0:53:53/udp"), ("0:65535", "0:65535"), ("65535:1/udp", "65535:1/udp"),
  ])
  func `a forward has one canonical spelling`(text: String, canonical: String) throws {
    #expect(try PortForward(parsing: text).description == canonical)
  }

  @Test func `what is not written is loopback and TCP`() throws {
    let forward = try PortForward(parsing: "8080:80")
    #expect(forward.hostAddress == .loopback)
    #expect(forward.transport == .tcp)
    #expect(forward.hostPort == 8080)
    #expect(forward.guestPort == 80)
  }

  @Test(arguments: [
    (":8080:80", "the host address is empty: write 0.0.0.0 to listen on all addresses"),
    ("8080", "a forward has two ports, the host's and the guest's: write 0:8080 or 8080:8080"),
    ("8080:0", "the guest port cannot be 0: write the port of the guest's server"),
    ("65536:80", "the host port '65536' is not a number from 0 to 65535"),
    ("80:99999999999999999999", "the guest port '99999999999999999999' is not a number from 0 to 65535"),
    ("+80:80", "the host port '+80' is not a number from 0 to 65535"),
    ("80:", "the guest port '' is not a number from 0 to 65535"),
    ("ssh:22", "the host port 'ssh' is not a number from 0 to 65535"),
    ("80:80/sctp", "the transport after '/' is tcp or udp"),
    ("80:80/udp/tcp", "the transport after '/' is tcp or udp"),
    ("80:80/", "the transport after '/' is tcp or udp"),
    ("localhost:80:80", "the host address 'localhost' is not an IPv4 address such as 127.0.0.1"),
    ("[::1]:80:80", "expected a forward such as 8080:80 (host port, guest port), 0.0.0.0:53:53/udp or ssh"),
    ("", "expected a forward such as 8080:80 (host port, guest port), 0.0.0.0:53:53/udp or ssh"),
    ("http", "expected a forward such as 8080:80 (host port, guest port), 0.0.0.0:53:53/udp or ssh"),
  ])
  func `a wrong forward says what is wrong`(text: String, reason: String) {
    #expect(ProfileFixture.reason(text, as: PortForward.self) == reason)
  }

  @Test(arguments: [
    ("80:1", "80:2", true), ("80:1", "81:1", false), ("80:1", "80:1/udp", false), ("0.0.0.0:80:1", "80:1", true),
    ("10.0.0.1:80:1", "10.0.0.2:80:1", false), ("0:1", "0:1", false), ("0.0.0.0:80:1", "0.0.0.0:80:1", true),
  ])
  func `two forwards collide when they would listen on one port`(first: String, second: String, collide: Bool) throws {
    let (first, second) = (try PortForward(parsing: first), try PortForward(parsing: second))
    #expect(first.collides(with: second) == collide)
    #expect(second.collides(with: first) == collide)
  }

  @Test func `a program cannot make a forward to guest port 0`() {
    #expect(PortForward(hostPort: 80, guestPort: 0) == nil)
    #expect(PortForward(guestPort: 22) == .ssh)
  }
}
