import Testing

@testable import VMRuntime

/// Texts as QEMU 7.2 printed them.
@Suite struct UserNetworkInfoTests {
  private let heading = "  Protocol[State]    FD  Source Address  Port   Dest. Address  Port RecvQ SendQ\r\n"

  private func forward(_ transport: String, _ address: String, _ host: UInt16, _ guest: UInt16) -> ForwardRecord {
    ForwardRecord(protocol: transport, hostAddress: address, hostPort: host, guestPort: guest)
  }

  @Test func `forwards are read for each network, in the order of their ports`() {
    let info = UserNetworkInfo(
      "Hub -1 (net0):\r\n" + heading
        + "  TCP[HOST_FORWARD]   8       127.0.0.1 38449       10.0.2.15    22     0     0\r\n"
        + "Hub -1 (net1):\r\n" + heading
        + "  TCP[HOST_FORWARD]  13               * 18081       10.0.3.15    80     0     0\r\n"
        + "  UDP[HOST_FORWARD]  15       127.0.0.1  4416       10.0.3.15    81     0     0\r\n"
        + "Hub -1 (net2):\r\n" + heading)
    #expect(info.forwards["net0"] == [forward("tcp", "127.0.0.1", 38449, 22)])
    #expect(info.forwards["net1"] == [forward("udp", "127.0.0.1", 4416, 81), forward("tcp", "0.0.0.0", 18081, 80)])
    #expect(info.forwards["net2"] == [])
    #expect(info.forwards["net3"] == nil)
    #expect(info.addresses == ["net0": [], "net1": [], "net2": []])
  }

  @Test func `the guest's address is that of its side, whoever opened the connection`() {
    let info = UserNetworkInfo(
      "Hub -1 (net0):\r\n" + heading
        + "  TCP[ESTABLISHED]   20       127.0.0.1  2222       10.0.2.15    22     0     0\r\n"
        + "  TCP[HOST_FORWARD]   8       127.0.0.1  2222       10.0.2.15    22     0     0\r\n"
        + "  TCP[ESTABLISHED]   21       10.0.2.77 40000    93.184.216.34   443     0     0\r\n"
        + "  TCP[SYN_SENT]      22       127.0.0.1  2222       10.0.2.99    22     0     0\r\n"
        + "  UDP[236 sec]       23       10.0.2.78 40000       10.0.2.3      53     0     0\r\n")
    #expect(info.addresses["net0"] == ["10.0.2.15", "10.0.2.77", "10.0.2.78"])
  }

  @Test(arguments: ["", "unknown command: 'info usernet'", "Hub )(", "TCP[HOST_FORWARD]", "]["])
  func `other texts are nothing`(text: String) {
    #expect(UserNetworkInfo(text).forwards.isEmpty)
  }
}
