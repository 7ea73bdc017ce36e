import Testing

@testable import VMRuntime

/// Texts as QEMU 7.2 printed them.
@Suite struct NetworkInfoTests {
  private let text = """
    nic0: index=0,type=nic,model=virtio-net-pci,macaddr=52:54:00:12:34:56\r
     \\ net0: index=0,type=user,net=10.0.2.0,restrict=off\r
    net1: index=0,type=user,net=10.0.2.0,restrict=off\r
    filters:\r
      - capture-nic1: type=filter-dump,file=/tmp/a, b.pcap,maxlen=65536,position=tail,status=on,insert=behind,\
    netdev=net1,queue=all\r
    nic3: index=0,type=nic,model=e1000,macaddr=52:54:00:12:34:58\r
     \\ net3: index=0,type=stream,\r
    nic4: index=0,type=nic,model=e1000,macaddr=52:54:00:12:34:59\r
    """

  @Test func `cards, networks and what joins them are read`() {
    let info = NetworkInfo(text)
    #expect(info.nics.map(\.id) == ["nic0", "nic3", "nic4"])
    #expect(info.nics.map(\.peer) == ["net0", "net3", nil])
    #expect(info.client("nic3")?.settings["model"] == "e1000")
    #expect(info.client("nic3")?.settings["macaddr"] == "52:54:00:12:34:58")
    #expect(info.client("net0")?.type == "user")
    #expect(info.client("net0")?.peer == "nic0")
    #expect(info.client("net1")?.peer == nil)
    #expect(info.client("net3")?.type == "stream")
    #expect(info.client("net9") == nil)
  }

  @Test func `a capture is read, with commas in its file's name`() {
    #expect(
      NetworkInfo(text).filters == [.init(id: "capture-nic1", netdev: "net1", file: "/tmp/a, b.pcap")])
  }

  @Test(arguments: ["", "\r\n", "no such thing", "x:", " \\ ", "  - ", "a: b=c", "filters:"])
  func `other texts are nothing`(text: String) {
    #expect(NetworkInfo(text) == NetworkInfo(""))
  }
}
