import Testing
import VMProfile

@testable import VMRuntime

@Suite struct NICWordsTests {
  private func parse(_ line: String) throws(RuntimeError) -> NICRequest {
    try NICRequest(words: line.split(separator: " ").map(String.init))
  }

  private static let noAttachment =
    "the NIC has no attachment: add user, passt, network=NAME, tap, socket, vde=NAME or none, as in `model=e1000 user`"
  private static let noSocket = "'socket' needs listen=, connect=, mcast=, or udp= together with localaddr="

  @Test func `a card is its attachment, and what is said about it in any order`() throws {
    #expect(try parse("user") == NICRequest())
    #expect(try parse("none") == NICRequest(attachment: .none))
    #expect(try parse("tap ifname=tap0") == NICRequest(attachment: .tap(.existing(try InterfaceName(parsing: "tap0")))))
    #expect(try parse("tap") == NICRequest(attachment: .tap(.made(bridge: nil))))
    #expect(
      try parse("tap bridge=br0") == NICRequest(attachment: .tap(.made(bridge: try InterfaceName(parsing: "br0")))))
    #expect(try parse("passt forward=ssh") == NICRequest(attachment: .passt(forwards: [.ssh])))
    #expect(try parse("vde=lab") == NICRequest(attachment: .vde(try VDESwitch(parsing: "lab"))))
    #expect(try parse("network=lab") == NICRequest(attachment: .network(try NetworkName(parsing: "lab"))))
    let mac = MACAddress("52:54:00:12:34:56")
    let forwards = ["8081:80", "0:22"].compactMap(PortForward.init)
    let full = NICRequest(model: "e1000", mac: mac, attachment: .user(forwards: forwards))
    #expect(try parse("model=e1000 mac=52:54:00:12:34:56 user forward=8081:80 forward=ssh") == full)
    #expect(try parse("forward=8081:80 user forward=ssh mac=52-54-00-12-34-56 model=e1000") == full)
  }

  @Test func `a socket has its addresses`() throws {
    let (a, b) = (try SocketAddress(parsing: "127.0.0.1:4000"), try SocketAddress(parsing: "127.0.0.1:4001"))
    let group = try SocketAddress(parsing: "230.0.0.1:4000")
    func socket(_ words: String) throws -> VMProfile.Attachment { try parse("socket \(words)").attachment }
    #expect(try socket("listen=127.0.0.1:4000") == .socket(.listen(a)))
    #expect(try socket("connect=127.0.0.1:4000") == .socket(.connect(a)))
    #expect(try socket("mcast=230.0.0.1:4000") == .socket(.mcast(group, localaddr: nil)))
    #expect(try socket("mcast=230.0.0.1:4000 localaddr=127.0.0.1") == .socket(.mcast(group, localaddr: a.host)))
    #expect(try socket("udp=127.0.0.1:4000 localaddr=127.0.0.1:4001") == .socket(.udp(remote: a, localaddr: b)))
  }

  @Test(arguments: [
    ("", noAttachment), ("model=e1000", noAttachment),
    ("user none", "a NIC has one attachment, and 'user' and 'none' are two"),
    ("user user", "a NIC has one attachment, and 'user' and 'user' are two"),
    ("usr", "'usr' means nothing here: did you mean 'user'?"),
    ("modle=e1000 user", "'modle' means nothing here: did you mean 'model='?"),
    ("id=nic7 user", "'id' means nothing here: a NIC is written \(NICRequest.grammar)"),
    ("model user", "'model' needs a value: write model=…"),
    ("model= user", "'model=' has no value"),
    ("model=e1000 model=virtio user", "'model' is 'virtio': it is given twice"),
    (
      "mac=01:00:5e:00:00:01 user",
      "'mac' is '01:00:5e:00:00:01': this is a multicast address: the first octet must be even"
    ),
    ("none forward=ssh", "'forward=' belongs to attachment 'user' or 'passt', and the NIC has 'none'"),
    ("user ifname=tap0", "'ifname=' belongs to attachment 'tap', and the NIC has 'user'"),
    ("tap bridge=br0 ifname=tap0", "'bridge=' makes a new TAP and 'ifname=' names one that exists: write one of them"),
    ("vde", "'vde' needs a value: write vde=…"), ("network", "'network' needs a value: write network=…"),
    ("network=lab vde=lab", "a NIC has one attachment, and 'network' and 'vde' are two"),
    (
      "vde=a/b",
      "'vde' is 'a/b': expected a name such as lab, or the whole path of a switch's socket folder such as /run/vde.ctl"
    ),
    ("user forward=8080:80 forward=0.0.0.0:8080:81", "host port 8080/tcp is forwarded twice"),
    (
      "socket listen=127.0.0.1:1 connect=127.0.0.1:2",
      "'socket' has one of listen=, connect=, mcast= and udp=, and 'listen=' and 'connect=' are two"
    ),
    (
      "socket listen=127.0.0.1:1 localaddr=127.0.0.1",
      "'localaddr=' belongs to 'mcast=' and 'udp=', and the NIC has 'listen='"
    ),
    ("socket", noSocket), ("socket udp=127.0.0.1:4000", noSocket),
    (
      "socket connect=localhost:1",
      "'connect' is 'localhost:1': expected an IPv4 address and a port such as 127.0.0.1:4000"
    ),
    ("socket listen=127.0.0.1:0", "'listen' is '127.0.0.1:0': the port is a number from 1 to 65535"),
  ])
  func `wrong words are told from each other`(line: String, message: String) {
    #expect(throws: RuntimeError(.usage, message)) { try parse(line) }
  }

  @Test func `several forwards in one word get a hint`() throws {
    let error = #expect(throws: RuntimeError.self) { try parse("user forward=ssh,8081:80") }
    #expect(error?.message.hasSuffix("; write `forward=` once for each") == true)
  }

  @Test func `a card for a profile keeps model, address and attachment`() throws {
    let mac = try MACAddress(parsing: "52:54:00:12:34:56")
    let nic = try parse("model=e1000 user forward=ssh").profileNIC(mac: mac)
    #expect(nic == NIC(model: "e1000", mac: mac, attachment: .user(forwards: [.ssh])))
  }
}
