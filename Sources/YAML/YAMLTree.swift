internal import CYAML

/// Turns libyaml's table of nodes into a tree.
///
/// Each node is made once, and shared where aliases name it: nested aliases cannot multiply memory.
struct YAMLTree {
  private let document: yaml_document_t
  private let source: Int
  private let rewrite: YAMLRewrite?
  private var made: [Int32: YAMLNode] = [:]
  /// Scalars as they stand where they are keys.
  private var keys: [Int32: YAMLNode] = [:]

  init(_ document: yaml_document_t, source: Int, rewrite: YAMLRewrite?) {
    self.document = document
    self.source = source
    self.rewrite = rewrite
  }

  /// The node of libyaml's number, from 1.
  mutating func node(_ number: Int32, depth: Int) throws(YAMLError) -> YAMLNode {
    if let node = made[number] { return node }
    let raw = document.nodes.start[Int(number) - 1]
    let mark = YAMLMark(raw.start_mark, source: source)
    // A node that holds itself ends here, too.
    guard depth <= YAMLDocuments.maximumDepth else { throw .tooDeep(at: mark) }
    let node = YAMLNode(try content(raw, depth: depth + 1), at: mark)
    made[number] = node
    return node
  }

  private mutating func content(_ node: yaml_node_t, depth: Int) throws(YAMLError) -> YAMLNode.Content {
    switch node.type {
    case YAML_SEQUENCE_NODE:
      let items = node.data.sequence.items
      var elements: [YAMLNode] = []
      for item in UnsafeBufferPointer(start: items.start, count: items.top - items.start) {
        elements.append(try self.node(item, depth: depth))
      }
      return .sequence(elements)
    case YAML_MAPPING_NODE:
      let items = node.data.mapping.pairs
      var pairs: [(key: YAMLNode, value: YAMLNode)] = []
      for pair in UnsafeBufferPointer(start: items.start, count: items.top - items.start) {
        let key = try self.key(pair.key, depth: depth)
        pairs.append((key, try self.node(pair.value, depth: depth)))
      }
      return .mapping(pairs)
    default:
      let (text, isPlain) = scalar(node)
      guard let rewrite else { return .scalar(text, isPlain: isPlain) }
      let new = rewrite(text, YAMLMark(node.start_mark, source: source))
      // What was put in is a text, also where it reads like null.
      return .scalar(new, isPlain: isPlain && (new == text || !YAMLNode(.scalar(new, isPlain: true)).isNull))
    }
  }

  private mutating func key(_ number: Int32, depth: Int) throws(YAMLError) -> YAMLNode {
    let raw = document.nodes.start[Int(number) - 1]
    guard rewrite != nil, raw.type == YAML_SCALAR_NODE else { return try node(number, depth: depth) }
    if let node = keys[number] { return node }
    let (text, isPlain) = scalar(raw)
    let node = YAMLNode(.scalar(text, isPlain: isPlain), at: YAMLMark(raw.start_mark, source: source))
    keys[number] = node
    return node
  }

  private func scalar(_ node: yaml_node_t) -> (text: String, isPlain: Bool) {
    let scalar = node.data.scalar
    let text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
    return (text, scalar.style == YAML_PLAIN_SCALAR_STYLE)
  }
}
