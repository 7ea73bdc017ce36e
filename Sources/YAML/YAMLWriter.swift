internal import CYAML

/// Writes a node as a YAML document in block style, through libyaml's emitter.
package enum YAMLWriter {
  /// - Parameter node: a plain scalar is quoted only where it could not be read back otherwise; another always is.
  /// - Throws: `outOfMemory`.
  package static func text(of node: YAMLNode) throws(YAMLError) -> String {
    var document = yaml_document_t()
    guard yaml_document_initialize(&document, nil, nil, nil, 1, 1) == 1 else { throw .outOfMemory }
    guard add(node, to: &document) != nil else {
      yaml_document_delete(&document)
      throw .outOfMemory
    }
    var emitter = yaml_emitter_t()
    guard yaml_emitter_initialize(&emitter) == 1 else {
      yaml_document_delete(&document)
      throw .outOfMemory
    }
    defer { yaml_emitter_delete(&emitter) }
    yaml_emitter_set_unicode(&emitter, 1)
    yaml_emitter_set_width(&emitter, -1)
    var bytes: [UInt8] = []
    let isWritten = withUnsafeMutablePointer(to: &bytes) { target in
      yaml_emitter_set_output(
        &emitter,
        { target, chunk, count in
          target!.assumingMemoryBound(to: [UInt8].self).pointee += UnsafeBufferPointer(start: chunk, count: count)
          return 1
        }, target)
      // The emitter takes the document, and frees it also when it fails.
      return yaml_emitter_open(&emitter) == 1 && yaml_emitter_dump(&emitter, &document) == 1
        && yaml_emitter_close(&emitter) == 1
    }
    guard isWritten else { throw .outOfMemory }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The number of the new node; nil: out of memory.
  private static func add(_ node: YAMLNode, to document: inout yaml_document_t) -> Int32? {
    let number: Int32
    switch node.content {
    case .scalar(let text, let isPlain):
      // Lines as lines, where the emitter finds that they can be read back so; else it puts them in quotes.
      let quoted = text.utf8.contains(UInt8(ascii: "\n")) ? YAML_LITERAL_SCALAR_STYLE : YAML_DOUBLE_QUOTED_SCALAR_STYLE
      let style = isPlain && quoted == YAML_DOUBLE_QUOTED_SCALAR_STYLE ? YAML_ANY_SCALAR_STYLE : quoted
      number = yaml_document_add_scalar(&document, nil, text, Int32(text.utf8.count), style)
    case .sequence(let elements):
      let style = elements.isEmpty ? YAML_FLOW_SEQUENCE_STYLE : YAML_BLOCK_SEQUENCE_STYLE
      number = yaml_document_add_sequence(&document, nil, style)
      for element in elements where number != 0 {
        guard let item = add(element, to: &document),
          yaml_document_append_sequence_item(&document, number, item) == 1
        else { return nil }
      }
    case .mapping(let pairs):
      let style = pairs.isEmpty ? YAML_FLOW_MAPPING_STYLE : YAML_BLOCK_MAPPING_STYLE
      number = yaml_document_add_mapping(&document, nil, style)
      for (key, value) in pairs where number != 0 {
        guard let key = add(key, to: &document), let value = add(value, to: &document),
          yaml_document_append_mapping_pair(&document, number, key, value) == 1
        else { return nil }
      }
    }
    return number == 0 ? nil : number
  }
}
