import Testing
import YAML

@testable import VMProfile

@Suite struct NodeMergeTests {
  private func node(_ yaml: String, source: Int = 0) throws -> YAMLNode {
    var documents = try YAMLDocuments(yaml, source: source)
    return try #require(try documents.next())
  }

  private func merged(_ upper: String, over lower: String) throws -> String {
    var merge = NodeMerge()
    return try YAMLWriter.text(of: merge.put(node(upper, source: 1), over: node(lower)))
  }

  @Test(arguments: [
    // Mappings are joined at every depth; what is not named stays.
    ("a: {x: 2, z: 3}", "a: {x: 1, y: 1}\nb: 1", "a:\n  x: 2\n  y: 1\n  z: 3\nb: 1\n"),
    ("a: {b: {c: {d: 2}}}", "a: {b: {c: {e: 1}}}", "a:\n  b:\n    c:\n      e: 1\n      d: 2\n"),
    // Lists and single values replace, also a value of another kind.
    ("a: [3]", "a: [1, 2]", "a:\n- 3\n"),
    ("a: []", "a: [1, 2]", "a: []\n"),
    ("a: 2", "a: 1", "a: 2\n"),
    ("a: 2", "a: {x: 1}", "a: 2\n"),
    ("a: {x: 1}", "a: [1]", "a:\n  x: 1\n"),
    ("a: {}", "a: {x: 1}", "a:\n  x: 1\n"),
    // Mappings in lists are not joined: the list is replaced as a whole.
    ("a: [{x: 1}]", "a: [{y: 2}]", "a:\n- x: 1\n"),
    // Null removes what is below, and stays where nothing is.
    ("a:", "a: 1\nb: 2", "b: 2\n"),
    ("a: ~\nb: null", "a: {x: 1}\nb: [1]\nc: 1", "c: 1\n"),
    ("a: {x: }", "a: {x: 1, y: 2}", "a:\n  y: 2\n"),
    ("a: {x: }", "b: 1", "b: 1\na:\n  x:\n"),
    ("a: ''", "a: 1", "a: \"\"\n"),
    ("a: 'null'", "a: 1", "a: \"null\"\n"),
    // Keys from merges and aliases count as if they were written.
    ("x: &x {m: 2}\na:\n  <<: *x", "a: {m: 1, n: 1}", "a:\n  m: 2\n  n: 1\nx:\n  m: 2\n"),
    ("a: {m: 2}", "x: &x {m: 1, n: 1}\na: {<<: *x}", "x:\n  m: 1\n  n: 1\na:\n  m: 2\n  n: 1\n"),
    ("<<: {m: 2}\nn: 2", "m: 1\nn: 1", "m: 2\nn: 2\n"),
    ("a: {<<: [{m: 2}, {m: 3, o: 3}]}", "a: {m: 1}", "a:\n  m: 2\n  o: 3\n"),
  ])
  func `one layer goes over another`(upper: String, lower: String, expected: String) throws {
    #expect(try merged(upper, over: lower) == expected)
  }

  @Test func `a key that is written twice stays twice, for the decoder to say so`() throws {
    #expect(try merged("a: 1\na: 2", over: "a: 0\nb: 1") == "a: 1\na: 2\nb: 1\n")
    #expect(try merged("b: 1", over: "a: 1\na: 2") == "a: 1\na: 2\nb: 1\n")
  }

  @Test func `every node keeps the file and the line that it was written in`() throws {
    var merge = NodeMerge()
    let root = try merge.put(node("b: {y: 2}\n", source: 1), over: node("a: 1\nb:\n  x: 1\n"))
    let pairs = try #require(root.mapping)
    #expect(pairs[0].value.mark == YAMLMark(line: 1, column: 4, source: 0))
    let inner = try #require(pairs[1].value.mapping)
    #expect(inner[0].value.mark == YAMLMark(line: 3, column: 6, source: 0))
    #expect(inner[1].value.mark == YAMLMark(line: 1, column: 8, source: 1))
    #expect(root.mark == YAMLMark(line: 1, column: 1, source: 1))
  }

  @Test func `aliases that multiply keys are stopped`() throws {
    var lines = ["x0: &x0 {a: 1}"]
    for level in 1...40 { lines.append("x\(level): &x\(level) {a: *x\(level - 1), b: *x\(level - 1)}") }
    let bomb = try node(lines.joined(separator: "\n"))
    var merge = NodeMerge()
    #expect(throws: NodeMerge.TooManyKeys.self) { try merge.put(bomb, over: bomb) }
    var brought = ["x0: &x0 {a: 1}"]
    for level in 1...40 { brought.append("x\(level): &x\(level) {<<: [*x\(level - 1), *x\(level - 1)]}") }
    merge = NodeMerge()
    let other = try node(brought.joined(separator: "\n"))
    #expect(throws: NodeMerge.TooManyKeys.self) { try merge.put(other, over: other) }
    var nested = ["x0: &x0 []"]
    for level in 1...40 { nested.append("x\(level): &x\(level) [*x\(level - 1), *x\(level - 1)]") }
    merge = NodeMerge()
    let third = try node(nested.joined(separator: "\n") + "\n<<: *x40\n")
    #expect(throws: NodeMerge.TooManyKeys.self) { try merge.put(third, over: third) }
  }
}
