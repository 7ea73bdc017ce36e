import ProfileExchange
import Testing
import VMProfile

@Suite("Names of imported machines")
struct ImportedNameTests {
  @Test(
    arguments: [
      ("web", "web"), ("Windows 11", "Windows-11"), ("../../x", "x"), ("-rf /", "rf"), ("a/b.yml", "a-b-yml"),
      ("ubuntu 22.04 (lts)", "ubuntu-22.04-lts"), ("...", nil), ("", nil), ("naïve", "na-ve"),
      (String(repeating: "a", count: 60), String(repeating: "a", count: 48)),
    ] as [(String, String?)])
  func `A name becomes a safe one, or none`(_ text: String, _ name: String?) {
    #expect(ImportedName.from(text)?.description == name)
  }
}
