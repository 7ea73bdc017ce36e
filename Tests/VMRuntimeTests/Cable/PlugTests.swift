import Testing
import VMProfile

@testable import VMRuntime

@Suite("How a card's attachment is shown")
struct PlugTests {
  private func plug(_ words: String, interface: String? = nil) throws -> String {
    let request = try NICRequest(words: words.split(separator: " ").map(String.init))
    var status = NICStatus(
      id: "nic0", model: "virtio", mac: "52:54:00:12:34:56", attachment: request.attachment.keyword, link: "up")
    status.interface = interface
    status.detail = request.attachment.detail
    return status.plug
  }

  @Test(arguments: [
    ("user", nil, "user"), ("none", nil, "none"), ("passt forward=2222:22", nil, "passt"),
    ("tap bridge=br0", "vmr0", "tap vmr0 in br0"), ("tap", "vmr0", "tap vmr0"),
    ("tap ifname=tap0", "tap0", "tap tap0"), ("network=lab", "vmr0", "network lab, vmr0"),
    ("vde=lab", nil, "vde lab"), ("vde=/run/user/0/vmrun/.vde/lab", nil, "vde lab"),
    ("vde=/run/vde.ctl", nil, "vde /run/vde.ctl"),
    ("socket listen=127.0.0.1:4000", nil, "socket listen 127.0.0.1:4000"),
    ("socket mcast=239.0.0.1:4000 localaddr=127.0.0.1", nil, "socket mcast 239.0.0.1:4000"),
    (
      "socket udp=127.0.0.1:4000 localaddr=127.0.0.1:4001", nil, "socket udp 127.0.0.1:4001 to 127.0.0.1:4000"
    ),
  ])
  func `in a few words`(words: String, interface: String?, text: String) throws {
    #expect(try plug(words, interface: interface) == text)
  }
}
