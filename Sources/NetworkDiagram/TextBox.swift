/// Lines of text in a frame.
struct TextBox {
  let lines: [String]
  let characters: BoxCharacters
  /// Columns between the left and the right side.
  let inner: Int

  init(_ lines: [String], characters: BoxCharacters, minimum: Int = 0) {
    self.lines = lines
    self.characters = characters
    inner = max(minimum - 2, (lines.map { DisplayWidth.of($0) }.max() ?? 0) + 2)
  }

  var width: Int { inner + 2 }

  /// - Parameter joints: the columns where a line leaves upwards.
  func top(joints: [Int] = []) -> String {
    edge(characters.topLeft, characters.topRight, joint: characters.up, at: joints)
  }

  /// - Parameter joints: the columns where a line leaves downwards.
  func bottom(joints: [Int] = []) -> String {
    edge(characters.bottomLeft, characters.bottomRight, joint: characters.down, at: joints)
  }

  /// The lines between the edges.
  /// - Parameter isJoined: whether a line arrives at the left of the first one.
  func middle(isJoined: Bool = false) -> [String] {
    lines.enumerated().map { index, line in
      let side = isJoined && index == 0 ? characters.left : characters.vertical
      let padding = String(repeating: " ", count: inner - 2 - DisplayWidth.of(line))
      return "\(side) \(line)\(padding) \(characters.vertical)"
    }
  }

  private func edge(_ left: Character, _ right: Character, joint: Character, at joints: [Int]) -> String {
    var edge = [left] + Array(repeating: characters.horizontal, count: inner) + [right]
    for column in joints where edge.indices.contains(column) { edge[column] = joint }
    return String(edge)
  }
}
