internal import YAML

extension ProfileDecoder {
  /// Notes where a value stands; one that was left out stands at its key.
  mutating func locate(_ path: String, _ entry: MappingEntry) {
    locations[path] = entry.value.isNull ? entry.keyLocation : document.location(of: entry.value)
  }

  /// The value of a key that takes one word; nil when it is not written or wrong.
  mutating func scalar<Value>(
    _ key: ScalarKey<Value>, in entries: [String: MappingEntry], path: String = ""
  ) -> Placed<Value>? {
    guard let entry = entries[key.schema.name] else { return nil }
    locate(path + entry.name, entry)
    guard !entry.value.isNull else {
      report(entry.keyLocation, "'\(entry.name)' has no value: expected \(key.type.expectation)")
      return nil
    }
    return parse(entry.value, key)
  }

  /// The values of a key that takes one word or a list of them; wrong ones are left out.
  mutating func scalars<Value>(
    _ key: ScalarKey<Value>, in entries: [String: MappingEntry], path: String
  ) -> [Placed<Value>] {
    guard let entry = entries[key.schema.name] else { return [] }
    let path = path + entry.name
    guard let sequence = entry.value.sequence else {
      return scalar(key, in: entries, path: String(path.dropLast(entry.name.count))).map { value in
        locations[path + "[0]"] = value.location
        return [value]
      } ?? []
    }
    locate(path, entry)
    var values: [Placed<Value>] = []
    for (index, node) in sequence.enumerated() {
      locations["\(path)[\(index)]"] = document.location(of: node)
      if let value = parse(node, key) { values.append(value) }
    }
    return values
  }

  private mutating func parse<Value>(_ node: YAMLNode, _ key: ScalarKey<Value>) -> Placed<Value>? {
    let location = document.location(of: node)
    guard let text = node.text, !node.isNull else {
      reportKind(of: node, key: key.schema.name, expected: key.type.expectation)
      return nil
    }
    do throws(InvalidValue) {
      return Placed(value: try key.type.parse(text), location: location)
    } catch {
      report(location, "'\(key.schema.name)' is \(error)")
      return nil
    }
  }
}
