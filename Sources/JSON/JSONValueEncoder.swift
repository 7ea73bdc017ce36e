/// `Encoder` that builds a JSON value.
final class JSONValueEncoder: Encoder {
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }
  private var content = Content.single(.null)

  private enum Content {
    case single(JSONValue)
    case members([(key: String, value: JSONValueEncoder)])
    case elements([JSONValueEncoder])
  }

  init(codingPath: [any CodingKey]) { self.codingPath = codingPath }

  /// What was written; `null` when nothing was.
  var value: JSONValue {
    switch content {
    case .single(let value): value
    case .members(let members): .object(JSONObject(members.map { ($0.key, $0.value.value) }))
    case .elements(let elements): .array(elements.map(\.value))
    }
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    if case .members = content {} else { content = .members([]) }
    return KeyedEncodingContainer(Members(encoder: self))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    if case .elements = content {} else { content = .elements([]) }
    return Elements(encoder: self)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { Single(encoder: self) }

  private func member(_ key: any CodingKey) -> JSONValueEncoder {
    let encoder = JSONValueEncoder(codingPath: codingPath + [key])
    if case .members(let members) = content { content = .members(members + [(key.stringValue, encoder)]) }
    return encoder
  }

  private var count: Int { if case .elements(let elements) = content { elements.count } else { 0 } }

  private func element() -> JSONValueEncoder {
    let encoder = JSONValueEncoder(codingPath: codingPath + [JSONKey(intValue: count)])
    if case .elements(let elements) = content { content = .elements(elements + [encoder]) }
    return encoder
  }

  func encodeAny(_ value: some Encodable) throws {
    switch value {
    case let text as String: content = .single(.string(text))
    default: try value.encode(to: self)
    }
  }

  private struct Members<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoder: JSONValueEncoder
    var codingPath: [any CodingKey] { encoder.codingPath }

    func encodeNil(forKey key: Key) { encoder.member(key).content = .single(.null) }
    func encode(_ value: Bool, forKey key: Key) { encoder.member(key).content = .single(.bool(value)) }
    func encode(_ value: String, forKey key: Key) { encoder.member(key).content = .single(.string(value)) }
    func encode(_ value: some Encodable, forKey key: Key) throws { try encoder.member(key).encodeAny(value) }

    func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> { encoder.member(key).container(keyedBy: type) }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
      encoder.member(key).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { encoder.member(JSONKey(stringValue: "super")) }
    func superEncoder(forKey key: Key) -> any Encoder { encoder.member(key) }
  }

  private struct Elements: UnkeyedEncodingContainer {
    let encoder: JSONValueEncoder
    var codingPath: [any CodingKey] { encoder.codingPath }
    var count: Int { encoder.count }

    func encodeNil() { encoder.element().content = .single(.null) }
    func encode(_ value: Bool) { encoder.element().content = .single(.bool(value)) }
    func encode(_ value: String) { encoder.element().content = .single(.string(value)) }
    func encode(_ value: some Encodable) throws { try encoder.element().encodeAny(value) }

    func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
      encoder.element().container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { encoder.element().unkeyedContainer() }
    func superEncoder() -> any Encoder { encoder.element() }
  }

  private struct Single: SingleValueEncodingContainer {
    let encoder: JSONValueEncoder
    var codingPath: [any CodingKey] { encoder.codingPath }

    func encodeNil() { encoder.content = .single(.null) }
    func encode(_ value: Bool) { encoder.content = .single(.bool(value)) }
    func encode(_ value: String) { encoder.content = .single(.string(value)) }
    func encode(_ value: Double) { encoder.content = .single(.double(value)) }
    func encode(_ value: Float) { encoder.content = .single(.double(Double(value))) }
    func encode(_ value: Int) { encoder.content = .single(.integer(Int64(value))) }
    func encode(_ value: Int8) { encoder.content = .single(.integer(Int64(value))) }
    func encode(_ value: Int16) { encoder.content = .single(.integer(Int64(value))) }
    func encode(_ value: Int32) { encoder.content = .single(.integer(Int64(value))) }
    func encode(_ value: Int64) { encoder.content = .single(.integer(value)) }
    func encode(_ value: UInt) { encoder.content = .single(JSONValue(unsigned: UInt64(value))) }
    func encode(_ value: UInt8) { encoder.content = .single(.integer(Int64(value))) }
    func encode(_ value: UInt16) { encoder.content = .single(.integer(Int64(value))) }
    func encode(_ value: UInt32) { encoder.content = .single(.integer(Int64(value))) }
    func encode(_ value: UInt64) { encoder.content = .single(JSONValue(unsigned: value)) }
    func encode(_ value: some Encodable) throws { try encoder.encodeAny(value) }
  }
}
