import Testing
import VMProfile

@testable import VMRuntime

@Suite struct NICWordsTests {
  private func parse(_ line: String) throws(RuntimeError) -> NICRequest {
    try NICRequest(words: line.split(separator: " ").map(String.init))
  }

  @Test func `a card is its attachment, and what is said about it in any order`() throws {
    #expect(try parse("user") == NICRequest())
    #expect(try parse("none") == NICRequest(attachment: .none))
    #expect(try parse("tap ifname=tap0") == NICRequest(attachment: .tap(.existing(try InterfaceName(parsing: "tap0")))))
    let mac = MACAddress("52:54:00:12:34:56")
    let forwards = ["8081:80", "0:22"].compactMap(PortForward.init)
    let full = NICRequest(model: "e1000", mac: mac, attachment: .user(forwards: forwards))
    #expect(try parse("model=e1000 mac=52:54:00:12:34:56 user forward=8081:80 forward=ssh") == full)
    #expect(try parse("forward=8081:80 user forward=ssh mac=52-54-00-12-34-56 model=e1000") == full)
  }

  @Test(arguments: [
    ("", "the NIC has no attachment: add user, none or tap, as in `model=e1000 user`"),
    ("model=e1000", "the NIC has no attachment: add user, none or tap, as in `model=e1000 user`"),
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
    ("none forward=ssh", "'forward=' belongs to attachment 'user', and the NIC has 'none'"),
    ("user ifname=tap0", "'ifname=' belongs to attachment 'tap', and the NIC has 'user'"),
    ("tap", "'tap' needs the name of a TAP that exists: tap ifname=tap0"),
    ("user forward=8080:80 forward=0.0.0.0:8080:81", "host port 8080/tcp is forwarded twice"),
    ("socket", "attachment 'socket' is not in this release of vmrun yet: use 'user', 'none' or 'tap'"),
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
