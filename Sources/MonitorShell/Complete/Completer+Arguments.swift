internal import JSON
internal import QMP

extension Completer {
  // MARK: Names

  func keys(_ command: String, _ given: [InputWord], _ knowledge: CompletionKnowledge) -> [Completion.Candidate] {
    guard let type = schema?.commands[command]?.arguments else { return [] }
    let tree = (try? ArgumentTree.build(given)) ?? []
    let path = line.prefix.split(separator: ".", omittingEmptySubsequences: false).dropLast().map(String.init)
    guard let (place, members) = descend(type, tree, path[...]) else { return [] }
    let used = Set(members.map(\.name))
    let before = path.isEmpty ? "" : path.joined(separator: ".") + "."
    var candidates = place.members(given: values(of: members)).filter { !used.contains($0.name) || isOpen($0.type) }
      .flatMap { keys(before + $0.name, $0.type, used.contains($0.name)) }
    if path.isEmpty {
      let listed = Set(place.members.map(\.name))
      candidates += knowledge.properties.filter { !used.contains($0.name) && !listed.contains($0.name) }
        .map { Completion.Candidate($0.name + "=", suffix: "") }
    }
    return candidates
  }

  /// How an argument can begin: `name=`, and `name.` where it has members.
  private func keys(_ name: String, _ type: QMPType, _ isUsed: Bool) -> [Completion.Candidate] {
    let inner = Completion.Candidate(name + ".", suffix: "")
    let whole = Completion.Candidate(name + "=", suffix: "")
    switch type {
    case .object: return [inner]
    case .array(let element):
      if case .object = element.type { return [Completion.Candidate(name + ".0.", suffix: "")] }
      return [whole]
    case .alternate(let choices):
      let hasObject = choices.contains { if case .object = $0.type { true } else { false } }
      return (isUsed ? [] : [whole]) + (hasObject ? [inner] : [])
    default: return [whole]
    }
  }

  private func isOpen(_ type: QMPType) -> Bool {
    switch type {
    case .object, .array: true
    case .alternate(let choices): choices.contains { if case .object = $0.type { true } else { false } }
    default: false
    }
  }

  /// The object that a path leads to, and what is given of it.
  private func descend(
    _ type: QMPObjectType, _ members: [ArgumentTree.Member], _ path: ArraySlice<String>
  ) -> (QMPObjectType, [ArgumentTree.Member])? {
    guard let name = path.first else { return (type, members) }
    guard let member = type.members(given: values(of: members)).first(where: { $0.name == name }) else { return nil }
    var inner: [ArgumentTree.Member] = []
    if case .members(let found)? = members.first(where: { $0.name == name })?.tree { inner = found }
    return descend(member.type, inner, path.dropFirst())
  }

  private func descend(
    _ type: QMPType, _ members: [ArgumentTree.Member], _ path: ArraySlice<String>
  ) -> (QMPObjectType, [ArgumentTree.Member])? {
    switch type {
    case .object(let object): return descend(object, members, path)
    case .array(let element):
      guard let index = path.first else { return nil }
      var inner: [ArgumentTree.Member] = []
      if case .members(let found)? = members.first(where: { $0.name == index })?.tree { inner = found }
      return descend(element.type, inner, path.dropFirst())
    case .alternate(let choices):
      for choice in choices {
        if case .object(let object) = choice.type { return descend(object, members, path) }
      }
      return nil
    default: return nil
    }
  }

  /// Words alone, which is what chooses variants.
  private func values(of members: [ArgumentTree.Member]) -> JSONObject {
    JSONObject(
      members.compactMap { member in
        if case .value(let raw) = member.tree { (member.name, JSONValue.string(raw.text)) } else { nil }
      })
  }

  // MARK: Values

  func values(
    _ command: String, _ given: [InputWord], _ key: String, _ knowledge: CompletionKnowledge
  ) -> [Completion.Candidate] {
    let path = key.split(separator: ".").map(String.init)
    let tree = (try? ArgumentTree.build(given)) ?? []
    var candidates = knowledge.live.map { name in
      // A path goes on with a slash: nobody knows whether it is meant to end here.
      Completion.Candidate(name, suffix: name.hasPrefix("/") ? "" : " ")
    }
    candidates += words(knowledge.deviceTypes)
    candidates += knowledge.files.map { Completion.Candidate($0, suffix: $0.hasSuffix("/") ? "" : " ") }
    guard let name = path.last, let type = schema?.commands[command]?.arguments else { return candidates }
    if let (place, members) = descend(type, tree, path.dropLast()[...]),
      let member = place.members(given: values(of: members)).first(where: { $0.name == name })
    {
      return candidates + words(choices(member.type))
    }
    if path.count == 1, let property = knowledge.properties.first(where: { $0.name == name }) {
      candidates += words(property.choices)
    }
    return candidates
  }

  private func choices(_ type: QMPType) -> [String] {
    switch type {
    case .enumeration(let values): values.names
    case .boolean: ["on", "off"]
    case .null: ["null"]
    case .alternate(let types): types.flatMap { choices($0.type) }
    default: []
    }
  }
}
