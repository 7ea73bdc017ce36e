import Testing

@testable import VMRuntime

@Suite struct TapTrafficTests {
  private let text = """
    Inter-|   Receive                                                |  Transmit
     face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
        lo:       0       0    0    0    0     0          0         0        0       0    0    0    0     0       0          0
      tap0:    2534      17    0    0    0     0          0         0      824      10    0    0    0     0       0          0
     tap01:       1       1    0    0    0     0          0         0        1       1    0    0    0     0       0          0
    """

  @Test func `what the host sends is what the guest receives`() {
    #expect(
      TapTraffic.traffic("tap0", in: text)
        == NICTraffic(receivedBytes: 824, receivedPackets: 10, sentBytes: 2534, sentPackets: 17))
    #expect(TapTraffic.traffic("tap", in: text) == nil)
  }
}
