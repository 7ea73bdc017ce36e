/// A node of a YAML document, and where it begins.
///
/// Scalars are texts: what type a plain one has is for the reader to say, who knows what is expected there. Aliases
/// stand as what they name.
package struct YAMLNode: Sendable {
  package enum Content: Sendable {
    /// `isPlain`: without quotes, and neither a literal nor a folded block.
    case scalar(String, isPlain: Bool)
    case sequence([YAMLNode])
    /// The pairs in their order; a key may occur twice.
    case mapping([(key: YAMLNode, value: YAMLNode)])
  }

  package let content: Content
  package let mark: YAMLMark

  package init(_ content: Content, at mark: YAMLMark = YAMLMark(line: 1, column: 1)) {
    self.content = content
    self.mark = mark
  }

  /// A scalar's text; nil for a list or mapping.
  package var text: String? {
    guard case .scalar(let text, _) = content else { return nil }
    return text
  }

  package var sequence: [YAMLNode]? {
    guard case .sequence(let elements) = content else { return nil }
    return elements
  }

  package var mapping: [(key: YAMLNode, value: YAMLNode)]? {
    guard case .mapping(let pairs) = content else { return nil }
    return pairs
  }

  /// Whether the value was left out, or is one of the spellings of null in YAML 1.2's core schema.
  package var isNull: Bool {
    guard case .scalar(let text, isPlain: true) = content else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(text)
  }
}

/// A place in a YAML text: line and column from 1, in Unicode scalars.
package struct YAMLMark: Sendable, Hashable {
  package let line: Int
  package let column: Int
  /// Which text it is, where nodes of several are put together: the number that the texts' reader gave it.
  package let source: Int

  package init(line: Int, column: Int, source: Int = 0) {
    self.line = line
    self.column = column
    self.source = source
  }
}
