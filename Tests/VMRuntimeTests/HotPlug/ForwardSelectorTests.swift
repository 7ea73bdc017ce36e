import Testing

@testable import VMRuntime

@Suite struct ForwardSelectorTests {
  private let forwards = [
    ("tcp", "127.0.0.1", 40022, 22), ("tcp", "127.0.0.1", 8081, 80), ("udp", "0.0.0.0", 5353, 53),
    ("tcp", "127.0.0.1", 5353, 53), ("tcp", "127.0.0.1", 9000, 80),
  ].map { item in
    NICForward(
      nic: "nic0", forward: ForwardRecord(protocol: item.0, hostAddress: item.1, hostPort: item.2, guestPort: item.3))
  }

  private func pick(_ text: String) throws(RuntimeError) -> UInt16 {
    try ForwardSelector(text).pick(from: forwards, of: "web").forward.hostPort
  }

  @Test(arguments: [
    ("8081", 8081), ("8081/tcp", 8081), ("8081:80", 8081), ("127.0.0.1:8081:80", 8081), ("ssh", 40022),
    ("0:22", 40022), ("5353/udp", 5353), ("0.0.0.0:5353:53/udp", 5353),
  ])
  func `a forward is named by its host port, or as it was added`(text: String, port: UInt16) throws {
    #expect(try pick(text) == port)
  }

  @Test func `what fits none or several is refused with those that there are`() {
    #expect(
      throws: RuntimeError(
        .failed,
        "'web' has no forward '7': it has 127.0.0.1:40022:22, 127.0.0.1:8081:80, 0.0.0.0:5353:53/udp, "
          + "127.0.0.1:5353:53 and 127.0.0.1:9000:80")
    ) { try pick("7") }
    #expect(
      throws: RuntimeError(
        .failed,
        "'0:80' could be several forwards of 'web': 127.0.0.1:8081:80 and 127.0.0.1:9000:80; name one of them so")
    ) { try pick("0:80") }
    #expect(throws: RuntimeError.self) { try pick("5353") }
  }

  @Test(arguments: ["", "0", "x", "8081/sctp", "a:b", "65536"])
  func `other texts name no forward`(text: String) {
    let error = #expect(throws: RuntimeError.self) { try ForwardSelector(text) }
    #expect(error?.kind == .usage)
  }
}
