/// Reads and writes `Codable` values as JSON, with this module's parser.
///
/// Foundation's coders do the same; to load their part of it would cost every command some milliseconds.
public enum JSONCoding {
  /// Reads a value from JSON.
  ///
  /// - Throws: `JSONError` for text that is not JSON, `DecodingError` for JSON that is something else.
  public static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
    try Value(from: JSONValueDecoder(value: try JSONValue(parsing: bytes), codingPath: []))
  }

  /// Writes a value as JSON over several lines, the keys of an object in alphabetical order.
  ///
  /// - Throws: what the value's own encoding throws.
  public static func encode(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONValueEncoder(codingPath: [])
    try value.encode(to: encoder)
    return Array(encoder.value.sorted.pretty.utf8)
  }
}

extension JSONValue {
  /// The same with every object's keys in alphabetical order.
  var sorted: JSONValue {
    switch self {
    case .array(let elements): .array(elements.map(\.sorted))
    case .object(let object):
      .object(
        JSONObject(uniqueMembers: object.members.map { ($0.key, $0.value.sorted) }.sorted { $0.key < $1.key }))
    default: self
    }
  }
}

/// A place in an array, or the name of a member.
struct JSONKey: CodingKey {
  let stringValue: String
  let intValue: Int?

  init(stringValue: String) { (self.stringValue, intValue) = (stringValue, nil) }
  init(intValue: Int) { (stringValue, self.intValue) = ("\(intValue)", intValue) }
}
