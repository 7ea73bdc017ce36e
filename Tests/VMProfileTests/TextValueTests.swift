import Foundation
import Testing
import VMProfile

@Suite struct TextValueTests {
  private func expectRoundTrip<Value: TextValue>(_ texts: [String], as type: Value.Type) throws {
    for text in texts {
      let value = try Value(parsing: text)
      #expect(try Value(parsing: value.description) == value)
      let json = try JSONEncoder().encode([value])
      #expect(try JSONDecoder().decode([Value].self, from: json) == [value])
    }
  }

  @Test func `a value's description reads back as the same value, in text and in JSON`() throws {
    try expectRoundTrip(["web", "a", "0", "db-1.example_x"], as: VMName.self)
    try expectRoundTrip(["512M", "1.5G", "3B", "0K", "1536k", "8388607T"], as: ByteSize.self)
    try expectRoundTrip(["52:54:00:12:34:56", "02-00-00-00-00-FF"], as: MACAddress.self)
    try expectRoundTrip(["0.0.0.0", "255.255.255.255", "10.0.2.15"], as: IPv4Address.self)
    try expectRoundTrip(["10.0.2.15/24", "1.2.3.4/1", "1.2.3.4/32"], as: IPv4Interface.self)
    try expectRoundTrip(["ssh", "8080:80", "0.0.0.0:53:53/udp", "127.0.0.1:1:2/tcp"], as: PortForward.self)
    try expectRoundTrip(["10.0.0.1-10.0.0.9", "0.0.0.0-255.255.255.255"], as: IPv4Range.self)
    try expectRoundTrip(["br0", "eth0.10", "a_b-c"], as: InterfaceName.self)
    try expectRoundTrip(["lab", "two-lan_2"], as: NetworkName.self)
    try expectRoundTrip(["navy", "a-b_c"], as: NamespaceName.self)
    try expectRoundTrip(["off", "auto", "eth0"], as: NATSetting.self)
    try expectRoundTrip(["tiny", "./disk.qcow2", "/a b/c,d=e"], as: ImageReference.self)
  }

  @Test func `decoding a wrong value says why`() throws {
    #expect {
      try JSONDecoder().decode([ByteSize].self, from: Data(#"["512"]"#.utf8))
    } throws: { error in
      guard case .dataCorrupted(let context) = error as? DecodingError else { return false }
      return context.debugDescription == "'512': a size needs a unit: write 512M, or K, G or T in place of M"
    }
  }

  @Test func `a text in a message is short and cannot steer a terminal`() throws {
    let nasty = "\u{1B}[31m\n\u{202E}" + String(repeating: "x", count: 100)
    let message = try #require(throws: InvalidValue.self) { try VMName(parsing: nasty) }.description
    #expect(message.hasPrefix("'\\u{1b}[31m\\n\\u{202e}xxx"))
    #expect(message.contains("x…': expected"))
    #expect(message.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
    #expect(message.count < 170)
  }
}
