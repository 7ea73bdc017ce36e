/// Arguments in the order in which they were typed, with `a.b=1` put together as members of `a`.
indirect enum ArgumentTree: Equatable {
  case value(RawValue)
  case members([Member])

  struct Member: Equatable {
    var name: String
    var tree: ArgumentTree
  }

  /// - Throws: `ShellError` for a word that is not `key=value`, or a key that is given twice.
  static func build(_ words: [InputWord]) throws(ShellError) -> [Member] {
    var members: [Member] = []
    for word in words {
      guard let key = word.key, let value = word.value else {
        throw .usage("'\(word.text)' is not an argument: arguments are written key=value")
      }
      let path = key.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
      guard !path.contains("") else { throw .usage("'\(key)' is not a name: a part of it is empty") }
      try insert(value, path[...], into: &members, key: key)
    }
    return members
  }

  private static func insert(
    _ value: RawValue, _ path: ArraySlice<String>, into members: inout [Member], key: String
  ) throws(ShellError) {
    guard let name = path.first else { return }
    let rest = path.dropFirst()
    guard let index = members.firstIndex(where: { $0.name == name }) else {
      var inner: [Member] = []
      if !rest.isEmpty { try insert(value, rest, into: &inner, key: key) }
      return members.append(Member(name: name, tree: rest.isEmpty ? .value(value) : .members(inner)))
    }
    guard !rest.isEmpty, case .members(var inner) = members[index].tree else {
      throw .usage("'\(key)' is given twice")
    }
    try insert(value, rest, into: &inner, key: key)
    members[index].tree = .members(inner)
  }
}
