import Testing

@testable import VMRuntime

@Suite struct RootPortsTests {
  private func ports(_ free: String...) -> RootPorts {
    RootPorts((0..<12).map { RootPorts.Port(id: "port\($0)", isFree: free.contains("port\($0)")) })
  }

  @Test func `a card gets the port that it would have at a start`() throws {
    #expect(try ports("port2", "port3").port(preferring: 3, of: "web") == "port3")
  }

  @Test func `when that is taken it gets the first free one, by number`() throws {
    #expect(try ports("port10", "port9", "port11").port(preferring: 1, of: "web") == "port9")
  }

  @Test func `when all are taken the message says what to do`() {
    #expect(
      throws: RuntimeError(
        .failed, "all 12 hot-plug ports of 'web' are taken: remove a NIC, or add it to the profile and restart")
    ) { try ports().port(preferring: 0, of: "web") }
    #expect(
      throws: RuntimeError(
        .failed, "the only hot-plug port of 'web' is taken: remove a NIC, or add it to the profile and restart")
    ) { try RootPorts([RootPorts.Port(id: "port0", isFree: false)]).port(preferring: 0, of: "web") }
  }

  @Test func `a machine without ports says so`() {
    #expect(throws: RuntimeError.self) { try RootPorts([]).port(preferring: 0, of: "web") }
  }
}
