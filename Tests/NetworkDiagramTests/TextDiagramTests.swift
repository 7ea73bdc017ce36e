import Testing

@testable import NetworkDiagram

@Suite("A network as text")
struct TextDiagramTests {
  @Test(arguments: [0, 1, 25, 40])
  func `stays within 80 columns however many are attached`(count: Int) {
    for isASCII in [false, true] {
      let lines = TextDiagram(Samples.many(count), isASCII: isASCII).text.split(separator: "\n")
      #expect(lines.allSatisfy { DisplayWidth.of(String($0)) <= 80 })
    }
  }

  @Test(arguments: Samples.all.map(\.topology))
  func `a terminal without UTF-8 gets ASCII only`(topology: Topology) {
    #expect(TextDiagram(topology, isASCII: true).text.utf8.allSatisfy { $0 < 0x7F && ($0 >= 0x20 || $0 == 0x0A) })
  }

  @Test func `a name can neither steer the terminal nor begin a line`() {
    let text = TextDiagram(Samples.hostile).text
    #expect(!text.contains("\u{1B}"))
    #expect(!text.contains("\u{202E}"))
    #expect(text.split(separator: "\n").allSatisfy { !$0.hasPrefix("end") })
  }

  @Test(arguments: Samples.all.map(\.topology))
  func `every box has straight sides`(topology: Topology) {
    let lines = TextDiagram(topology).text.split(separator: "\n", omittingEmptySubsequences: false)
    for (upper, lower) in zip(lines, lines.dropFirst()) where upper.last == "┐" {
      #expect(DisplayWidth.of(String(upper)) == DisplayWidth.of(String(lower)))
    }
  }

  @Test func `a network without anyone says so`() {
    #expect(TextDiagram(Samples.many(0)).text.hasSuffix("\n\nNothing is attached."))
  }

  @Test func `letters of the east take two columns and combining marks none`() {
    #expect(DisplayWidth.of("名前") == 4)
    #expect(DisplayWidth.of("e\u{301}té") == 3)
    #expect(DisplayWidth.of("┌─┐") == 3)
  }
}
