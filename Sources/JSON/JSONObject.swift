/// The members of a JSON object, in the order in which they were written.
///
/// Objects on QEMU's monitor have a handful of members, so a look-up walks an array: for such sizes
/// that is faster than hashing, and it keeps the order that people read.
public struct JSONObject: Sendable {
  public private(set) var members: [(key: String, value: JSONValue)]

  /// The last of several members with one name wins, as in most JSON readers.
  public init(_ members: some Sequence<(String, JSONValue)> = []) {
    self.members = []
    for (key, value) in members { self[key] = value }
  }

  /// The fast path of the parser, which has checked that no name occurs twice.
  init(uniqueMembers: [(key: String, value: JSONValue)]) { members = uniqueMembers }

  public var keys: [String] { members.map(\.key) }
  public var isEmpty: Bool { members.isEmpty }
  public var count: Int { members.count }

  public subscript(key: String) -> JSONValue? {
    get { members.first { $0.key == key }?.value }
    set {
      let index = members.firstIndex { $0.key == key }
      switch (index, newValue) {
      case (let index?, let value?): members[index].value = value
      case (let index?, nil): members.remove(at: index)
      case (nil, let value?): members.append((key, value))
      case (nil, nil): break
      }
    }
  }
}

extension JSONObject: Hashable {
  /// The order of members does not count, as RFC 8259 has it.
  public static func == (left: Self, right: Self) -> Bool {
    left.count == right.count && left.members.allSatisfy { right[$0.key] == $0.value }
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(Set(keys))
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}
