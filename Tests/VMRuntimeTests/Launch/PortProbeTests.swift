import Glibc
import Testing
import VMProfile

@testable import VMRuntime

@Suite("Host ports")
struct PortProbeTests {
  private let loopback = IPv4Address.loopback.value

  /// A listener of this process on a port that the kernel chose.
  private func withListener(_ body: (UInt16) throws -> Void) throws {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_addr.s_addr = loopback.bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &name) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && listen(descriptor, 1) == 0 && getsockname(descriptor, $0, &length) == 0
      }
    }
    try #require(bound)
    try body(UInt16(bigEndian: name.sin_port))
  }

  @Test func `a port that somebody listens on is taken, and who it is can be told`() throws {
    try withListener { port in
      #expect(PortProbe.check(.tcp, loopback, port) == .taken)
      #expect(PortHolder.process(.tcp, port: port) == getpid())
      #expect(PortHolder.describe(.tcp, port: port)?.hasSuffix("(pid \(getpid()))") == true)
    }
  }

  @Test func `an address of another host is told apart`() {
    // 192.0.2.0/24 is for documentation (RFC 5737): no host has it.
    #expect(PortProbe.check(.tcp, 0xC000_0201, 8080) == .noSuchAddress)
  }

  @Test func `ports are chosen all different, and former ones are taken again`() throws {
    let forwards = [PortForward](repeating: .ssh, count: 8)
    let ports = PortProbe.choose(for: forwards, preferred: [])
    #expect(Set(ports).count == 8)
    #expect(PortProbe.choose(for: forwards, preferred: ports) == ports)
    try withListener { port in
      let again = PortProbe.choose(for: [.ssh], preferred: [port])
      #expect(again.count == 1 && again != [port])
    }
  }
}
