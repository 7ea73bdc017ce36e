internal import Testing

@testable internal import MonitorShell

@Suite struct InputLexerTests {
  @Test func `blanks separate words and quotes keep them together`() {
    let words = InputLexer(#"a 'b c' "d \" \\ \n" e\ f g"h i"j '' k#l"#).words.map(\.text)
    #expect(words == ["a", "b c", #"d " \ \n"#, "e f", "gh ij", "", "k#l"])
  }

  @Test func `quotes are no part of a value`() {
    let words = InputLexer(#"x command-line="info status" id='a=b' path=a=b"#).words
    #expect(words[1].key == "command-line")
    #expect(words[1].value == RawValue("info status", .quoted))
    #expect(words[2].value == RawValue("a=b", .quoted))
    #expect(words[3].value == RawValue("a=b"))
  }

  @Test func `a value in brackets runs to the matching one`() {
    let words = InputLexer(#"x a={"b": [1, "}"]} c=[d, e f] g"#).words
    #expect(words[1].value == RawValue(#"{"b": [1, "}"]}"#, .bracketed))
    #expect(words[2].value == RawValue("[d, e f]", .bracketed))
    #expect(words[3].text == "g")
  }

  @Test func `an equals sign in quotes makes no argument`() {
    #expect(InputLexer("'a=b'").words[0].key == nil)
    #expect(InputLexer("=b").words[0].key == nil)
  }
}
