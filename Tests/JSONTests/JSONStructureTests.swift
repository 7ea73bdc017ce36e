import JSON
import TestSupport
import Testing

@Suite("Objects and lists")
struct JSONStructureTests {
  @Test func `A name that occurs twice is refused, in small objects and in large ones`() {
    #expect(throws: JSONError.self) { try JSONValue(parsing: #"{"a":1,"b":2,"a":3}"#) }
    for count in [15, 16, 17, 18, 40] {
      let names = (0..<count).map { "\"n\($0)\":\($0)" }.joined(separator: ",")
      #expect(throws: Never.self) { try JSONValue(parsing: "{\(names)}") }
      for again in [0, count / 2, count - 1] {
        #expect(throws: JSONError.self) { try JSONValue(parsing: "{\(names),\"n\(again)\":0}") }
      }
    }
    // The same name in two objects is no fault.
    #expect(throws: Never.self) { try JSONValue(parsing: #"{"a":{"a":1},"b":{"a":2}}"#) }
  }

  @Test(.timeLimit(.minutes(1)))
  func `An object of a hundred thousand names is read in well under a second`() throws {
    let text = "{" + (0..<100_000).map { "\"n\($0)\":1" }.joined(separator: ",") + "}"
    let start = ContinuousClock.now
    #expect(try JSONValue(parsing: text).objectValue?.count == 100_000)
    #expect(ContinuousClock.now - start < .seconds(10))
  }

  @Test func `Nesting of 1024 levels is read, written and compared; one level more is refused`() throws {
    let deep = String(repeating: "[", count: 1024) + String(repeating: "]", count: 1024)
    let value = try JSONValue(parsing: deep)
    #expect(value.compact == deep)
    #expect(try value == JSONValue(parsing: deep))
    #expect(throws: JSONError.self) { try JSONValue(parsing: "[" + deep + "]") }
    let objects = String(repeating: "{\"a\":", count: 1025) + "1" + String(repeating: "}", count: 1025)
    #expect(throws: JSONError.self) { try JSONValue(parsing: objects) }
    #expect(throws: JSONError.self) { try JSONValue(parsing: String(repeating: "[", count: 1_000_000)) }
  }

  @Test func `Members keep their order; equality does not look at it`() throws {
    let value = try JSONValue(parsing: #"{"z":1,"a":[true,null],"m":{}}"#)
    #expect(value.compact == #"{"z":1,"a":[true,null],"m":{}}"#)
    let other: JSONValue = ["m": [:], "z": 1, "a": [true, nil]]
    #expect(value == other)
    #expect(value.hashValue == other.hashValue)
    #expect(value != ["z": 1, "a": [true, nil]])
  }

  @Test func `A member is set, replaced and removed`() {
    var object: JSONObject = ["a": 1]
    object["b"] = 2
    object["a"] = "one"
    #expect(JSONValue.object(object).compact == #"{"a":"one","b":2}"#)
    object["a"] = nil
    #expect(object.keys == ["b"])
    #expect(JSONObject([("a", 1), ("a", 2)])["a"] == 2)
  }

  @Test func `Space between tokens is read over, and only space`() throws {
    #expect(try JSONValue(parsing: " \t\r\n{ \"a\" : [ 1 , 2 ] } \n") == ["a": [1, 2]])
    #expect(throws: JSONError.self) { try JSONValue(parsing: "[1,\u{B}2]") }
    #expect(throws: JSONError.self) { try JSONValue(parsing: "[1] // comment") }
  }

  @Test func `For people it is indented; empty lists and objects stay short`() {
    let value: JSONValue = ["a": [1, ["b": nil]], "e": [], "o": [:]]
    #expect(
      value.pretty == """
        {
          "a": [
            1,
            {
              "b": null
            }
          ],
          "e": [],
          "o": {}
        }
        """)
  }

  @Test func `Random values survive a round trip, compact and pretty`() throws {
    var random = SeededRandom(seed: 7)
    for _ in 0..<500 {
      let value = random.value(depth: 4)
      #expect(try JSONValue(parsing: value.compact) == value)
      #expect(try JSONValue(parsing: value.pretty) == value)
      #expect(try JSONValue(parsing: value.compactBytes[...]) == value)
    }
  }

  @Test(.timeLimit(.minutes(1)))
  func `Random bytes and damaged texts are refused or read, and nothing worse`() {
    var random = SeededRandom(seed: 11)
    for _ in 0..<5000 {
      var bytes = Bool.random(using: &random) ? random.bytes(upTo: 80) : random.value(depth: 3).compactBytes
      for _ in 0..<Int.random(in: 0...3, using: &random) where !bytes.isEmpty {
        let index = bytes.indices.randomElement(using: &random) ?? 0
        switch Int.random(in: 0...2, using: &random) {
        case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: index)
        default: bytes.removeSubrange(index...)
        }
      }
      guard let value = try? JSONValue(parsing: bytes) else { continue }
      // What was read can be written and read again; a NaN is the one value that becomes another.
      #expect((try? JSONValue(parsing: value.compactBytes)) != nil)
    }
  }
}
