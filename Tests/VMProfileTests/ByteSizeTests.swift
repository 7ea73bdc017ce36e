import Testing
import VMProfile

@Suite struct ByteSizeTests {
  @Test(
    arguments: [
      ("0K", 0), ("7B", 7), ("1K", 1024), ("512M", 512 << 20), ("512m", 512 << 20), ("2GiB", 2 << 30),
      ("3kib", 3 << 10),
      ("1.5G", 3 << 29), ("0.5K", 512), ("1.50K", 1536), ("0.0009765625K", 1), ("8388607T", 8_388_607 << 40),
    ] as [(String, UInt64)])
  func `units are powers of 1024, and decimals are exact`(text: String, bytes: UInt64) throws {
    #expect(try ByteSize(parsing: text).bytes == bytes)
  }

  @Test(
    arguments: [
      (512 << 20, "512M"), (4 << 30, "4G"), (3 << 29, "1536M"), (1 << 40, "1T"), (1025, "1025B"), (0, "0B"),
    ] as [(UInt64, String)])
  func `a size is described by the largest unit without decimals`(bytes: UInt64, text: String) {
    #expect(ByteSize(bytes: bytes).description == text)
  }

  @Test(
    arguments: [
      (512 << 20, "512M"), (1536 << 20, "1536M"), (22992 << 10, "22.5M"), (63_000_000, "60.1M"), (256 << 10, "256K"),
      (3 << 29 | 1, "1.5G"), (1234, "1.2K"), (1023, "1023B"), (0, "0B"), ((1 << 20) - 1, "1M"), ((1 << 30) - 1, "1G"),
      (.max, "16777216T"),
    ] as [(UInt64, String)])
  func `a size that nobody wrote is shown with one decimal`(bytes: UInt64, text: String) {
    #expect(ByteSize(bytes: bytes).shown == text)
  }

  @Test(arguments: [
    ("512", "a size needs a unit: write 512M, or K, G or T in place of M"),
    ("1.5", "a size needs a unit: write 1.5M, or K, G or T in place of M"),
    ("4GB", "the unit is G or GiB, both a power of 1024"),
    ("4X", "expected a size such as 512M, with a unit K, M, G or T"),
    ("4 G", "expected a size such as 512M, with a unit K, M, G or T"),
    ("1BiB", "expected a size such as 512M, with a unit K, M, G or T"),
    ("", "expected a size such as 512M"),
    ("M", "expected a size such as 512M"),
    ("-1M", "expected a size such as 512M"),
    ("1.M", "expected a size such as 512M"),
    (".5M", "expected a size such as 512M"),
    ("1.2.3M", "expected a size such as 512M"),
    ("٣M", "expected a size such as 512M"),
    ("0.3K", "this is not a whole number of bytes"),
    ("1.5B", "this is not a whole number of bytes"),
    ("0.00000000000000000001T", "this is not a whole number of bytes"),
    ("8388608T", "the size is too large: at most 8388607T"),
    ("99999999999999999999M", "the size is too large: at most 8388607T"),
    ("18446744073709551615K", "the size is too large: at most 8388607T"),
  ])
  func `a wrong size says what is wrong`(text: String, reason: String) {
    #expect(ProfileFixture.reason(text, as: ByteSize.self) == reason)
  }

  @Test func `mebibytes beyond the range are no size`() {
    #expect(ByteSize(mebibytes: 512) == ByteSize("512M"))
    #expect(ByteSize(mebibytes: .max) == nil)
  }
}
