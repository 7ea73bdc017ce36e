internal import YAML

/// Puts the nodes of one layer over those of another: mappings are joined key by key, everything else replaces what
/// was there, and a key without a value (null) removes one that a lower layer has.
///
/// Knows no key by its name. Every node keeps its own place.
struct NodeMerge {
  typealias Pair = (key: YAMLNode, value: YAMLNode)

  /// Where aliases multiplied keys beyond what a profile can mean.
  struct TooManyKeys: Error {
    let mark: YAMLMark
  }

  /// How many more keys may be looked at: nested aliases could multiply them without end.
  private var budget = 50_000

  mutating func put(_ upper: YAMLNode, over lower: YAMLNode) throws(TooManyKeys) -> YAMLNode {
    guard let above = upper.mapping, let below = lower.mapping else { return upper }
    let (own, inherited) = (try plain(above, at: upper.mark), try plain(below, at: lower.mark))
    var indices: [String: [Int]] = [:]
    for (index, pair) in own.enumerated() {
      if let name = pair.key.text { indices[name, default: []].append(index) }
    }
    var isTaken = [Bool](repeating: false, count: own.count)
    var result: [Pair] = []
    for pair in inherited {
      guard let name = pair.key.text, let places = indices[name], let first = places.first else {
        result.append(pair)
        continue
      }
      guard !isTaken[first] else { continue }
      for index in places { isTaken[index] = true }
      // One that is written twice is left for the decoder to complain about.
      if places.count > 1 {
        result += places.map { own[$0] }
      } else if !own[first].value.isNull {
        result.append((own[first].key, try put(own[first].value, over: pair.value)))
      }
    }
    result += own.indices.filter { !isTaken[$0] }.map { own[$0] }
    return YAMLNode(.mapping(result), at: upper.mark)
  }

  /// A mapping's keys with those that `<<` brings in, which the written ones hide; a `<<` of anything but mappings
  /// stays, for the decoder to complain about.
  mutating func plain(_ pairs: [Pair], at mark: YAMLMark) throws(TooManyKeys) -> [Pair] {
    try spend(pairs.count, at: mark)
    guard pairs.contains(where: { $0.key.text == "<<" }) else { return pairs }
    var result: [Pair] = []
    var merged: [Pair] = []
    for pair in pairs {
      if pair.key.text == "<<", let brought = try self.merged(from: pair.value) {
        merged += brought
      } else {
        result.append(pair)
      }
    }
    var names = Set(result.compactMap(\.key.text))
    for pair in merged where pair.key.text.map({ names.insert($0).inserted }) ?? true { result.append(pair) }
    return result
  }

  /// What `<<` brings in, the nearest first; nil: it is neither a mapping nor a list of them.
  private mutating func merged(from node: YAMLNode) throws(TooManyKeys) -> [Pair]? {
    if let mapping = node.mapping { return try plain(mapping, at: node.mark) }
    guard let sequence = node.sequence else { return nil }
    try spend(sequence.count, at: node.mark)
    var result: [Pair] = []
    for element in sequence {
      guard let pairs = try merged(from: element) else { return nil }
      result += pairs
    }
    return result
  }

  /// Counts what is looked at.
  mutating func spend(_ count: Int, at mark: YAMLMark) throws(TooManyKeys) {
    budget -= count + 1
    guard budget >= 0 else { throw TooManyKeys(mark: mark) }
  }
}
