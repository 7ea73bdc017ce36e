import Testing
import VMProfile

@Suite struct VMNameTests {
  @Test(arguments: ["web", "W", "9", "a.b-c_d", String(repeating: "x", count: 48)])
  func `a name keeps its spelling`(text: String) throws {
    #expect(try VMName(parsing: text).description == text)
  }

  @Test(arguments: [
    "", ".web", "-web", "_web", "a/b", "..", "a b", "a,b", "wéb", "w\u{0}", "a\n", "٣",
    String(repeating: "x", count: 49),
  ])
  func `a name that is unsafe as a file name or a word is refused`(text: String) {
    #expect(
      ProfileFixture.reason(text, as: VMName.self)
        == "expected 1 to 48 letters, digits, '.', '_' or '-', the first a letter or digit")
  }

  @Test func `the name of the file is not the name of the machine`() {
    #expect(ProfileFixture.reason("web.yml", as: VMName.self) == "a name has no file suffix: write 'web'")
    #expect(ProfileFixture.reason("web.YAML", as: VMName.self) == "a name has no file suffix: write 'web'")
    #expect(ProfileFixture.reason("web.", as: VMName.self) == "a name does not end with '.'")
  }
}
