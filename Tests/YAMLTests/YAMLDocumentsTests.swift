import Testing
import YAML

@Suite("Reading YAML")
struct YAMLDocumentsTests {
  private func read(_ text: String) throws -> YAMLNode? {
    var documents = try YAMLDocuments(text)
    return try documents.next()
  }

  @Test("scalars keep their text, and whether they were quoted")
  func scalars() throws {
    let root = try #require(try read("a: 0x10\nb: 'no'\nc: \"x\\ny\"\nd: |\n  z\n  é\ne:\nf: ~\ng: '~'\n"))
    let pairs = try #require(root.mapping)
    #expect(pairs.map(\.value.text) == ["0x10", "no", "x\ny", "z\né\n", "", "~", "~"])
    let plain = pairs.map { pair in
      guard case .scalar(_, let isPlain) = pair.value.content else { return false }
      return isPlain
    }
    #expect(plain == [true, false, false, false, true, true, false])
    #expect(pairs.map(\.value.isNull) == [false, false, false, false, true, true, false])
  }

  @Test("nodes know their line and column, counted in scalars")
  func marks() throws {
    let root = try #require(try read("é: 1\n日本:\n  - a\n  - {b: c}\n"))
    let pairs = try #require(root.mapping)
    #expect(pairs[0].value.mark == YAMLMark(line: 1, column: 4))
    #expect(pairs[1].key.mark == YAMLMark(line: 2, column: 1))
    let list = try #require(pairs[1].value.sequence)
    #expect(pairs[1].value.mark == YAMLMark(line: 3, column: 3))
    #expect(list[1].mapping?[0].value.mark == YAMLMark(line: 4, column: 9))
  }

  @Test("a repeated key stands in the pairs as often as in the text")
  func repeatedKeys() throws {
    let pairs = try #require(try read("a: 1\nb: 2\na: 3\n")?.mapping)
    #expect(pairs.map(\.key.text) == ["a", "b", "a"])
    #expect(pairs.map(\.value.text) == ["1", "2", "3"])
  }

  @Test("an alias is what it names, at the place of that")
  func aliases() throws {
    let list = try #require(try read("- &x {k: v}\n- *x\n")?.sequence)
    #expect(list[1].mapping?[0].value.text == "v")
    #expect(list[1].mark == list[0].mark)
  }

  @Test("scalars can be given other texts, keys not, and each is asked for once")
  func rewriting() throws {
    var asked: [String] = []
    let text = "k: &k v\n*k : [*k, *k, \"v\"]\nn: v\n"
    var documents = try YAMLDocuments(text, source: 3) { text, mark in
      asked.append("\(text) \(mark.source):\(mark.line):\(mark.column)")
      return mark.line == 3 ? "null" : text + "!"
    }
    let pairs = try #require(try documents.next()?.mapping)
    #expect(pairs.map(\.key.text) == ["k", "v", "n"])
    #expect(pairs[0].value.text == "v!")
    #expect(pairs[1].value.sequence?.map(\.text) == ["v!", "v!", "v!"])
    // What was put in is a text.
    #expect(pairs[2].value.text == "null" && !pairs[2].value.isNull)
    #expect(asked == ["v 3:1:4", "v 3:2:15", "v 3:3:4"])
    #expect(pairs[2].value.mark == YAMLMark(line: 3, column: 4, source: 3))
  }

  @Test("a node that holds itself is refused", arguments: ["&a [*a]", "&a {k: *a}", "&a [[*a, *a], *a]"])
  func cycles(text: String) {
    #expect {
      try read(text)
    } throws: { error in
      guard case YAMLError.tooDeep = error else { return false }
      return true
    }
  }

  @Test("nesting ends at the documented depth")
  func depth() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(try read(nested(YAMLDocuments.maximumDepth + 1)) != nil)
    #expect(throws: YAMLError.self) { try read(nested(YAMLDocuments.maximumDepth + 2)) }
  }

  @Test("aliases of aliases cost no more than their text", .timeLimit(.minutes(1)))
  func multiplication() throws {
    var text = "- &l0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1...40 {
      let names = Array(repeating: "*l\(level - 1)", count: 9).joined(separator: ", ")
      text += "- &l\(level) [\(names)]\n"
    }
    #expect(try read(text)?.sequence?.count == 41)
  }

  @Test("documents come one after the other, and then nothing")
  func several() throws {
    var documents = try YAMLDocuments("a\n---\nb\n...\n")
    #expect(try documents.next()?.text == "a")
    #expect(try documents.next()?.text == "b")
    #expect(try documents.next() == nil)
    #expect(try documents.next() == nil)
  }

  @Test("a mistake says where it stands, and where the thing around it began")
  func mistakes() {
    #expect {
      try read("a: 1\nb: [1,\n  2\nc: 3\n")
    } throws: { error in
      guard case YAMLError.syntax(let problem, let mark, let context) = error else { return false }
      return problem.contains("did not find expected ',' or ']'") && mark.line == 4
        && context == YAMLMark(line: 2, column: 4)
    }
    #expect {
      try read("é: \u{7}")
    } throws: { error in
      guard case YAMLError.character(_, code: 7, byteOffset: 4) = error else { return false }
      return true
    }
  }
}
