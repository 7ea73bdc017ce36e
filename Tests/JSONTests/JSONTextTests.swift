import JSON
import Testing

@Suite("Text")
struct JSONTextTests {
  @Test(arguments: [
    (#""a\"b\\c\/""#, "a\"b\\c/"), (#""\b\f\n\r\t""#, "\u{8}\u{C}\n\r\t"), (#""\u00e9\u20AC""#, "é€"),
    (#""\u0000""#, "\0"), (#""\ud83d\ude00!""#, "😀!"), ("\"é😀\"", "é😀"),
  ])
  func `Escapes become what they stand for`(_ text: String, _ value: String) throws {
    #expect(try JSONValue(parsing: text) == .string(value))
  }

  @Test(arguments: [
    (#""\ud83dx""#, "\u{FFFD}x"), (#""\ude00""#, "\u{FFFD}"), (#""\ud83d\u0041""#, "\u{FFFD}A"),
    (#""\ud83d\ud83d\ude00""#, "\u{FFFD}😀"), (#""\ud83d\n""#, "\u{FFFD}\n"),
  ])
  func `Half of a surrogate pair becomes the replacement character, and what follows stays`(
    _ text: String, _ value: String
  ) throws {
    #expect(try JSONValue(parsing: text) == .string(value))
  }

  @Test(arguments: [
    "\"", #""\"#, #""\x""#, #""\u12""#, #""\u12g4""#, "\"a\nb\"", "\"\u{1}\"", "'a'", "{a:1}", "[1,]", "{,}", "[1 2]",
    "{\"a\" 1}", "{\"a\":}", "tru", "nulll", "", " ", "[", "{\"a\":1", "1 2", "}", #""\uff11\u""#,
  ])
  func `A malformed text is refused`(_ text: String) {
    #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
  }

  @Test(
    arguments: [[0x80], [0xC3], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF]] as [[UInt8]])
  func `Bytes that are not UTF-8 are refused`(_ bytes: [UInt8]) {
    #expect(throws: JSONError.self) { try JSONValue(parsing: [0x22] + bytes + [0x22]) }
    // And in a string with an escape, which is read on another path.
    #expect(throws: JSONError.self) { try JSONValue(parsing: Array(#""\n"#.utf8) + bytes + [0x22]) }
  }

  @Test func `Control characters are escaped, and everything else is written as it is`() throws {
    let text = "\0\u{1F}\u{7F}\t\n\r\"\\/é😀"
    #expect(JSONValue.string(text).compact == #""\u0000\u001f\u007f\t\n\r\"\\/é😀""#)
    #expect(try JSONValue(parsing: JSONValue.string(text).compact) == .string(text))
  }

  @Test func `An error tells the byte and the fault`() {
    #expect(throws: JSONError(message: "the name 'a' occurs twice", offset: 7)) {
      try JSONValue(parsing: #"{"a":1,"a":2}"#)
    }
    #expect(
      JSONError(message: "a value is expected", offset: 3).description == "not JSON at byte 3: a value is expected")
  }
}
