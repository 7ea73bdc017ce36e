import Testing
import VMProfile

@Suite struct IPv4RangeTests {
  @Test func `a range knows its addresses`() throws {
    let range = try IPv4Range(parsing: "10.16.0.100-10.16.0.199")
    #expect(range.count == 100)
    #expect(range.contains(IPv4Address(10, 16, 0, 100)) && range.contains(IPv4Address(10, 16, 0, 199)))
    #expect(!range.contains(IPv4Address(10, 16, 0, 99)) && !range.contains(IPv4Address(10, 16, 0, 200)))
    #expect(try IPv4Range(parsing: "0.0.0.0-255.255.255.255").count == 1 << 32)
    #expect(try IPv4Range(parsing: "1.2.3.4-1.2.3.4").count == 1)
  }

  @Test func `ranges overlap when they share an address`() throws {
    let range = try IPv4Range(parsing: "10.0.0.10-10.0.0.20")
    for other in ["10.0.0.20-10.0.0.30", "10.0.0.1-10.0.0.10", "10.0.0.12-10.0.0.13", "10.0.0.1-10.0.0.99"] {
      #expect(range.overlaps(try IPv4Range(parsing: other)), "\(other)")
    }
    for other in ["10.0.0.21-10.0.0.30", "10.0.0.1-10.0.0.9"] {
      #expect(!range.overlaps(try IPv4Range(parsing: other)), "\(other)")
    }
  }

  @Test(arguments: ["", "-", "10.0.0.1", "10.0.0.1-", "10.0.0.1-9", "10.0.0.1 - 10.0.0.2", "1.1.1.1-2.2.2.2-3.3.3.3"])
  func `another text is no range`(text: String) {
    #expect(
      ProfileFixture.reason(text, as: IPv4Range.self)
        == "expected the first and the last address such as 10.16.0.100-10.16.0.199")
  }

  @Test func `a range does not run backwards`() {
    #expect(
      ProfileFixture.reason("10.0.0.9-10.0.0.1", as: IPv4Range.self)
        == "the range ends before it begins: write 10.0.0.1-10.0.0.9")
    #expect(IPv4Range(first: .loopback, last: .any) == nil)
  }
}
