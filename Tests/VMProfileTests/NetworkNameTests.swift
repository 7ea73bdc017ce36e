import Testing
import VMProfile

@Suite struct NetworkNameTests {
  private let interface = "expected 1 to 15 letters, digits, '.', '_' or '-', the first a letter or digit"

  @Test(arguments: ["br0", "eth0.10", "enp0s31f6", "0", "abcdefghijklmno", "a_b-c.d"])
  func `an interface's name keeps its spelling`(text: String) throws {
    #expect(try InterfaceName(parsing: text).description == text)
  }

  @Test(arguments: [
    "", "-x", ".", "..", ".a", "_a", "a b", "a/b", "a:b", "a,b", "a*", "a%d", "é", "a\n", "a\u{0}", "٣",
  ])
  func `an interface's name is no option, wildcard or path`(text: String) {
    #expect(ProfileFixture.reason(text, as: InterfaceName.self) == interface)
  }

  @Test(arguments: ["all", "default"])
  func `an interface's name does not mean every interface`(text: String) {
    #expect(
      ProfileFixture.reason(text, as: InterfaceName.self)
        == "sysctl takes this name for every interface of the host: write another one")
  }

  @Test func `an interface's name fits into the kernel`() {
    #expect(
      ProfileFixture.reason("abcdefghijklmnop", as: InterfaceName.self)
        == "the name has 16 characters: the kernel has room for 15")
  }

  @Test func `a network's name is a safe word`() throws {
    for text in ["lab", "L", "two-lan_2", String(repeating: "x", count: 32)] {
      #expect(try NetworkName(parsing: text).description == text)
    }
    for text in ["", "1a", "-a", "_a", "a.b", "a/b", "..", "é", String(repeating: "x", count: 33)] {
      #expect(
        ProfileFixture.reason(text, as: NetworkName.self)
          == "expected 1 to 32 letters, digits, '-' or '_', the first a letter")
    }
    #expect(ProfileFixture.reason("lab.yml", as: NetworkName.self) == "a name has no file suffix: write 'lab'")
  }

  @Test func `a namespace's cable has a name that fits into the kernel`() throws {
    let longest = try NamespaceName(parsing: "abcdefghij")
    #expect(longest.cable == "veth-abcdefghij")
    #expect(InterfaceName(longest.cable) != nil)
    for text in ["", "1a", "-a", "_a", "a.b", "a/b", "..", "é"] {
      #expect(
        ProfileFixture.reason(text, as: NamespaceName.self)
          == "expected 1 to 10 letters, digits, '_' or '-', the first a letter")
    }
  }
}
