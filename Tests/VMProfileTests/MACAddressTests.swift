import Testing
import VMProfile

@Suite struct MACAddressTests {
  @Test(arguments: ["52:54:00:12:34:ab", "52:54:00:12:34:AB", "52-54-00-12-34-ab"])
  func `both separators and cases give the same address`(text: String) throws {
    let address = try MACAddress(parsing: text)
    #expect(address.octets == [0x52, 0x54, 0, 0x12, 0x34, 0xAB])
    #expect(address.description == "52:54:00:12:34:ab")
  }

  @Test(arguments: [
    ("53:54:00:12:34:56", "this is a multicast address: the first octet must be even"),
    ("ff:ff:ff:ff:ff:ff", "this is a multicast address: the first octet must be even"),
    ("00:00:00:00:00:00", "the address of all zeros belongs to no card"),
    ("52:54:00:12:34", "expected a MAC address such as 52:54:00:12:34:56"),
    ("52:54:00:12:34:56:78", "expected a MAC address such as 52:54:00:12:34:56"),
    ("52:54:00-12:34:56", "expected a MAC address such as 52:54:00:12:34:56"),
    ("52:54:0:12:34:567", "expected a MAC address such as 52:54:00:12:34:56"),
    ("52:54:00:12:34:5g", "expected a MAC address such as 52:54:00:12:34:56"),
    ("52:54:00:12:34:+6", "expected a MAC address such as 52:54:00:12:34:56"),
    ("525400123456", "expected a MAC address such as 52:54:00:12:34:56"),
    ("", "expected a MAC address such as 52:54:00:12:34:56"),
  ])
  func `an address that no card can have is refused`(text: String, reason: String) {
    #expect(ProfileFixture.reason(text, as: MACAddress.self) == reason)
  }

  @Test func `octets obey the same rules as text`() {
    #expect(MACAddress(octets: [0x52, 0x54, 0, 0, 0, 1])?.description == "52:54:00:00:00:01")
    #expect(MACAddress(octets: [0x53, 0x54, 0, 0, 0, 1]) == nil)
    #expect(MACAddress(octets: [0, 0, 0, 0, 0, 0]) == nil)
    #expect(MACAddress(octets: [0x52]) == nil)
  }
}
