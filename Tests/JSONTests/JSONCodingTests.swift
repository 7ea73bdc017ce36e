import JSON
import Testing

@Suite struct JSONCodingTests {
  enum Change: Codable, Equatable {
    case bridge(name: String, mac: String)
    case plain(Inner)
  }

  struct Inner: Codable, Equatable {
    var address: String?
    var port: UInt16
  }

  struct Record: Codable, Equatable {
    var name: String
    var isOn: Bool
    var big: UInt64
    var small: Int64
    var ratio: Double
    var missing: Int?
    var inner: Inner?
    var ports: [UInt16]
    var words: [String: [String]]
    var changes: [Change]
  }

  let record = Record(
    name: "w\u{E9}b \"1\"\n/", isOn: true, big: .max, small: .min, ratio: 0.25, missing: nil,
    inner: Inner(address: nil, port: 65535), ports: [1, 2], words: ["b": ["x"], "a": []],
    changes: [.bridge(name: "br0", mac: "52:54:00:00:00:01"), .plain(Inner(address: "10.0.0.1", port: 1))])

  @Test func `a value comes back as it was`() throws {
    let bytes = try JSONCoding.encode(record)
    #expect(try JSONCoding.decode(Record.self, from: bytes) == record)
  }

  @Test func `keys are in alphabetical order, and what is nil is not written`() throws {
    let text = String(decoding: try JSONCoding.encode(Inner(address: nil, port: 7)), as: UTF8.self)
    #expect(text == "{\n  \"port\": 7\n}")
    let whole = try JSONValue(parsing: JSONCoding.encode(record))
    #expect(
      whole.objectValue?.keys == [
        "big", "changes", "inner", "isOn", "name", "ports", "ratio", "small", "words",
      ])
    #expect(whole["changes"]?.arrayValue?.first == ["bridge": ["mac": "52:54:00:00:00:01", "name": "br0"]])
  }

  @Test(arguments: [
    "{", "[]", "{}", #"{"port": "7"}"#, #"{"port": 65536}"#, #"{"port": -1}"#, #"{"port": 7.5}"#, #"{"port": null}"#,
    #"{"port": 1, "address": 2}"#,
  ])
  func `what does not fit is an error`(text: String) {
    #expect(throws: (any Error).self) { try JSONCoding.decode(Inner.self, from: Array(text.utf8)) }
  }

  @Test func `unknown keys and nulls of optional ones are passed over`() throws {
    let text = #"{"port": 7, "address": null, "later": [1]}"#
    #expect(try JSONCoding.decode(Inner.self, from: Array(text.utf8)) == Inner(address: nil, port: 7))
  }

  @Test func `an error says where`() throws {
    let text = #"{"name":"","isOn":true,"big":1,"small":1,"ratio":1,"ports":[1,"x"],"words":{},"changes":[]}"#
    let error = #expect(throws: DecodingError.self) { try JSONCoding.decode(Record.self, from: Array(text.utf8)) }
    guard case .typeMismatch(_, let context) = error else { Issue.record("\(String(describing: error))"); return }
    #expect(context.codingPath.map(\.stringValue) == ["ports", "1"])
  }
}
