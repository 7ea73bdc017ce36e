import Testing
import Wording

@Suite struct EscapedLineTests {
  @Test func `a stranger's text stays on its line, steers no terminal and turns no direction`() {
    #expect("a\nb\r\u{1B}[2J\u{202E}c\u{2028}d ü".escapedLine == "a\\nb\\u{d}\\u{1b}[2J\\u{202e}c\\u{2028}d ü")
    #expect("a\r\nb".escapedLine == "a\\u{d}\\nb")
    let long = String(repeating: "x", count: 1002).escapedLine
    #expect(long == String(repeating: "x", count: 1000) + "… (2 characters more)")
  }
}
