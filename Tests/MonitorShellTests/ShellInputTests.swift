internal import JSON
internal import Testing

@testable internal import MonitorShell

@Suite struct ShellInputTests {
  @Test(arguments: ["", " ", "\t", "\n", "# a comment", "  # another", "\n\n# c\n"])
  func `nothing and comments are blank`(text: String) throws {
    #expect(try ShellInput(text) == .blank)
  }

  @Test func `a line is a command and its words`() throws {
    guard case .words(let name, let rest, let tail) = try ShellInput("  nic  add user # why") else {
      return #expect(Bool(false), "no words")
    }
    #expect(name == "nic")
    #expect(rest.map(\.text) == ["add", "user"])
    #expect(tail == "add user # why")
  }

  @Test func `what follows hmp is left as it is`() throws {
    #expect(try ShellInput(#"hmp  sendkey 'a" # b "#) == .hmp(#"sendkey 'a" # b"#))
    #expect(try ShellInput("hmp") == .hmp(""))
  }

  @Test func `a command in JSON may take several lines`() throws {
    let text = "{ \"execute\": \"query-name\",\n  \"arguments\": {} }"
    #expect(try ShellInput("{ \"execute\": \"query-name\",") == .incomplete)
    #expect(try ShellInput(text) == .json(command: "query-name", arguments: [:], outOfBand: false))
    #expect(
      try ShellInput(#"{"exec-oob":"yank","arguments":{"a":"}"},"id":5}"#)
        == .json(command: "yank", arguments: ["a": "}"], outOfBand: true))
  }

  @Test(arguments: [
    (#"{"execute": 5}"#, #"the value of "execute" is not a string"#),
    (#"{"run": "x"}"#, #"a command in JSON needs "execute": {"execute": "query-status"}"#),
    (#"{"execute":"a"} b"#, "after the command in JSON there is more: 'b'; write one command a line"),
    (
      #"{"execute":"a","argument":{}}"#,
      #"a command in JSON has no member "argument": it takes "execute", "arguments" and "id""#
    ),
    ("stop 'a", "the quote ' at column 6 is not closed"),
  ])
  func `what can't be a command is named`(text: String, message: String) {
    #expect(throws: ShellError.usage(message)) { try ShellInput(text) }
  }

  @Test func `an open bracket and a backslash at the end ask for another line`() throws {
    #expect(try ShellInput(#"a b={"c":"#) == .incomplete)
    #expect(try ShellInput(#"a b=1 \"#) == .incomplete)
    guard case .words(_, let rest, _) = try ShellInput("a b=1 \\\n c=2") else { return #expect(Bool(false)) }
    #expect(rest.map(\.text) == ["b=1", "c=2"])
  }

  @Test func `any text is read without a crash`() {
    var generator = SystemRandomNumberGenerator()
    let alphabet = Array("ab=.,[]{}'\"\\# \nx0é{")
    for _ in 0..<5000 {
      let text = String((0..<Int.random(in: 0...20, using: &generator)).map { _ in alphabet.randomElement() ?? "a" })
      _ = try? ShellInput(text)
      _ = Secret.isIn(text)
      _ = HMPAnswer(text)
      for cursor in 0...text.unicodeScalars.count {
        _ = CompletionLine(text, cursor: cursor, mode: .qmp)
        _ = CompletionLine(text, cursor: cursor, mode: .hmp)
      }
    }
  }
}
