internal import CYAML

/// Turns libyaml's table of nodes into a tree.
///
/// Each node is made once, and shared where aliases name it: nested aliases cannot multiply memory.
struct YAMLTree {
  private let document: yaml_document_t
  private var made: [Int32: YAMLNode] = [:]

  init(_ document: yaml_document_t) { self.document = document }

  /// The node of libyaml's number, from 1.
  mutating func node(_ number: Int32, depth: Int) throws(YAMLError) -> YAMLNode {
    if let node = made[number] { return node }
    let raw = document.nodes.start[Int(number) - 1]
    let mark = YAMLMark(raw.start_mark)
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
        let key = try self.node(pair.key, depth: depth)
        pairs.append((key, try self.node(pair.value, depth: depth)))
      }
      return .mapping(pairs)
    default:
      let scalar = node.data.scalar
      let text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
      return .scalar(text, isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE)
    }
  }
}
