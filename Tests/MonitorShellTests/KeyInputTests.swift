internal import Testing

@testable internal import MonitorShell

@Suite struct KeyInputTests {
  /// All characters, with bytes arriving in pieces of that size.
  private func read(_ text: String, pieces: Int) -> String {
    var input = KeyInput()
    var result = String.UnicodeScalarView()
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      input.append(bytes.prefix(pieces))
      bytes = bytes.dropFirst(pieces)
      while case .scalar(let scalar) = input.next() { result.append(scalar) }
    }
    while case .scalar(let scalar) = input.next(isFinal: true) { result.append(scalar) }
    return String(result)
  }

  @Test(arguments: 1...12)
  func `characters are joined wherever their bytes are split`(pieces: Int) {
    #expect(read("aé€😀\u{1B}[A\t", pieces: pieces) == "aé€😀\u{1B}[A\t")
  }

  @Test(arguments: 1...12)
  func `a paste loses its marks, its tabs and its control characters`(pieces: Int) {
    #expect(read("x\u{1B}[200~{\r\n\t\"a\u{3}\"}\u{1B}[201~\ty", pieces: pieces) == "x{\n \"a\"}\ty")
  }

  @Test func `a lone Escape is a key`() {
    #expect(read("\u{1B}", pieces: 1) == "\u{1B}")
    #expect(read("\u{1B}[20~", pieces: 2) == "\u{1B}[20~")
  }

  @Test func `bytes that are no UTF-8 are replaced`() {
    var input = KeyInput()
    input.append([0xFF, 0x41, 0xC3])
    #expect(input.next() == .scalar("\u{FFFD}"))
    #expect(input.next() == .scalar("A"))
    #expect(input.next() == .undecided)
    #expect(input.next(isFinal: true) == .scalar("\u{FFFD}"))
  }
}
