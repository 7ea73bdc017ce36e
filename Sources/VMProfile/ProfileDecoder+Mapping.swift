internal import Wording
internal import YAML

extension ProfileDecoder {
  private typealias Pair = (key: YAMLNode, value: YAMLNode)

  /// The known keys of a mapping. Unknown, repeated and missing ones are reported.
  mutating func entries(of node: YAMLNode, _ schema: MappingSchema) -> [String: MappingEntry] {
    guard node.mapping != nil else { return [:] }
    let written = written(in: node)
    for (name, entry) in written where schema[name] == nil {
      report(entry.keyLocation, schema.unknownKey(name, elsewhere: document.format.mappings))
    }
    for key in schema.keys where key.isRequired && written[key.name] == nil && !isPartial {
      report(document.location(of: node), "'\(key.name)' is missing: expected \(key.expectation)")
    }
    return written
  }

  /// All keys of a mapping, whatever their names. Repeated ones are reported.
  mutating func written(in node: YAMLNode) -> [String: MappingEntry] {
    guard let mapping = node.mapping else { return [:] }
    var written: [String: MappingEntry] = [:]
    var merged: [Pair] = []
    for (key, value) in mapping {
      guard let entry = entry(key, value) else { continue }
      if let first = written[entry.name] {
        report(
          entry.keyLocation, "the key '\(Excerpt.of(entry.name))' is written twice: first at \(first.keyLocation)")
        continue
      }
      written[entry.name] = entry
      if entry.name == "<<" { merged = pairs(mergedFrom: value) }
    }
    written["<<"] = nil
    for (key, value) in merged {
      guard let entry = entry(key, value), written[entry.name] == nil else { continue }
      written[entry.name] = entry
    }
    return written
  }

  private mutating func entry(_ key: YAMLNode, _ value: YAMLNode) -> MappingEntry? {
    let location = document.location(of: key)
    guard let name = key.text else {
      report(location, "a key is one word, found \(Self.kind(of: key))")
      return nil
    }
    return MappingEntry(name: name, keyLocation: location, value: value)
  }

  /// What `<<` brings in, the nearest first: a mapping, or a list of them.
  private mutating func pairs(mergedFrom node: YAMLNode) -> [Pair] {
    if let sequence = node.sequence {
      var result: [Pair] = []
      for element in sequence where mergeBudget > 0 {
        mergeBudget -= 1
        result += pairs(mergedFrom: element)
      }
      return result
    }
    guard let mapping = node.mapping else {
      reportKind(of: node, key: "<<", expected: "the alias of a mapping")
      return []
    }
    var own: [Pair] = []
    var nested: [Pair] = []
    for (key, value) in mapping {
      guard mergeBudget > 0 else {
        report(document.location(of: node), "'<<' brings in too many keys")
        break
      }
      mergeBudget -= 1
      if key.text == "<<" { nested += pairs(mergedFrom: value) } else { own.append((key, value)) }
    }
    return own + nested
  }
}
