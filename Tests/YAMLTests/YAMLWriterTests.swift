import Testing
import YAML

@Suite("Writing YAML")
struct YAMLWriterTests {
  private func scalar(_ text: String, plain: Bool = true) -> YAMLNode { YAMLNode(.scalar(text, isPlain: plain)) }

  @Test("blocks, with empty lists and mappings in one line")
  func blocks() throws {
    let node = YAMLNode(
      .mapping([
        (scalar("name"), scalar("web")), (scalar("none"), YAMLNode(.sequence([]))),
        (scalar("empty"), YAMLNode(.mapping([]))),
        (scalar("list"), YAMLNode(.sequence([scalar("1"), scalar("yes", plain: false)]))),
      ]))
    #expect(
      try YAMLWriter.text(of: node) == """
        name: web
        none: []
        empty: {}
        list:
        - 1
        - "yes"

        """)
  }

  @Test(
    "every text is read back as it was",
    arguments: [
      "", " ", "a: b", "- a", "#x", "x #y", "'", "\"", "\\", "a\nb", "\n", "a\n\n", "é日", "\u{1}", "\u{85}", "*a", "&a",
      "!t",
      "%", "@", "`", "{", "]", "? ", "...", "---", String(repeating: "long ", count: 60), "\u{1F600}", "\t",
    ], [true, false])
  func roundTrip(text: String, plain: Bool) throws {
    let node = YAMLNode(.mapping([(scalar(text, plain: plain), YAMLNode(.sequence([scalar(text, plain: plain)])))]))
    let written = try YAMLWriter.text(of: node)
    var documents = try YAMLDocuments(written)
    let pair = try #require(try documents.next()?.mapping?.first)
    #expect(pair.key.text == text)
    #expect(pair.value.sequence?.first?.text == text)
  }
}
