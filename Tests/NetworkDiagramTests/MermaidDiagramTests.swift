import Testing

@testable import NetworkDiagram

@Suite("A network for Mermaid")
struct MermaidDiagramTests {
  @Test(arguments: [
    ("web-server", "\"web-server\""),
    ("a\"]; click a", "\"a#34;#93;#8288;#59; click a\""),
    ("#quot;", "\"#8288;#35;quot#59;\""),
    ("direction TB", "\"direction#32;TB\""),
    ("style 10:#fff;", "\"style 10#58;#35;fff#59;\""),
    ("a_b _c_ *d*", "\"a#95;b #717;c#717; #8727;d#8727;\""),
    ("www.example.com", "\"www#46;#8288;example#46;#8288;com\""),
    ("eth0.10", "\"eth0#46;10\""),
    ("%%{init}%%", "\"#8288;#37;#37;#123;init#125;#37;#37;\""),
    ("1. x", "\"1#46; x\""),
    ("10.16.0.5", "\"10.16.0.5\""),
    ("fe80::1/64", "\"fe80::1/64\""),
    ("Größe 名前", "\"Größe 名前\""),
  ])
  func `a name is nothing but text`(name: String, label: String) {
    #expect(MermaidText.label([name]) == label)
  }

  @Test(arguments: Samples.all.map(\.topology))
  func `every line is one statement with balanced quotes`(topology: Topology) {
    let lines = MermaidDiagram(topology).text.split(separator: "\n")
    #expect(lines.first == "flowchart TB" || lines.first == "flowchart LR")
    for line in lines.dropFirst() {
      #expect(["bridge", "out", "port", "classDef down,"].contains { line.hasPrefix("  \($0)") })
      #expect([0, 2].contains(line.count { $0 == "\"" }))
      #expect(line.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
    }
  }

  @Test func `few are drawn beside each other and many below each other`() {
    #expect(MermaidDiagram(Samples.many(4)).text.hasPrefix("flowchart TB\n"))
    #expect(MermaidDiagram(Samples.many(5)).text.hasPrefix("flowchart LR\n"))
  }
}
