internal import Testing

@testable internal import MonitorShell

@Suite struct InputLexerTests {
  @Test func `blanks separate words and quotes keep them together`() {
    let words = InputLexer(#"a 'b c' "d \" \\ \n" e\ f g"h i"j"#).words.map(\.text)
    #expect(words == ["a", "b c", #"d " \ \n"#, "e f", "gh ij"])
  }
}
