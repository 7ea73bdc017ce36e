internal import CYAML

/// Gives a scalar's text in place of the one that is written at a mark.
package typealias YAMLRewrite = (_ text: String, _ mark: YAMLMark) -> String

/// The YAML documents of a text, one after the other, as libyaml reads them.
package struct YAMLDocuments: ~Copyable {
  /// How deep lists and mappings may nest.
  package static let maximumDepth = 64

  private let parser: UnsafeMutablePointer<yaml_parser_t>
  // libyaml reads from this copy until the end.
  private let bytes: UnsafeMutableBufferPointer<UInt8>
  private let source: Int
  private let rewrite: YAMLRewrite?

  /// - Parameters:
  ///   - text: UTF-8 without a byte order mark, which libyaml would count as a column.
  ///   - source: the number of the text in the marks of its nodes.
  ///   - rewrite: gives the texts of scalars that are no keys; asked once for each that is written, however many
  ///     aliases name it.
  package init(_ text: String, source: Int = 0, rewrite: YAMLRewrite? = nil) throws(YAMLError) {
    self.source = source
    self.rewrite = rewrite
    let utf8 = text.utf8
    bytes = .allocate(capacity: utf8.count)
    _ = bytes.initialize(from: utf8)
    parser = .allocate(capacity: 1)
    guard yaml_parser_initialize(parser) == 1 else { throw .outOfMemory }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
    bytes.deallocate()
  }

  /// The root of the next document; nil at the end of the text.
  package mutating func next() throws(YAMLError) -> YAMLNode? {
    var document = yaml_document_t()
    guard yaml_parser_load(parser, &document) == 1 else { throw YAMLError(parser.pointee) }
    defer { yaml_document_delete(&document) }
    guard yaml_document_get_root_node(&document) != nil else { return nil }
    var tree = YAMLTree(document, source: source, rewrite: rewrite)
    return try tree.node(1, depth: 0)
  }
}

extension YAMLError {
  fileprivate init(_ parser: yaml_parser_t) {
    let problem = parser.problem.map { String(cString: $0) } ?? "unknown problem"
    switch parser.error {
    case YAML_MEMORY_ERROR: self = .outOfMemory
    case YAML_READER_ERROR:
      self = .character(
        problem, code: UInt32(bitPattern: parser.problem_value), byteOffset: Int(parser.problem_offset))
    default:
      let context = parser.context == nil ? nil : YAMLMark(parser.context_mark)
      self = .syntax(problem, at: YAMLMark(parser.problem_mark), context: context)
    }
  }
}

extension YAMLMark {
  init(_ mark: yaml_mark_t, source: Int = 0) {
    self.init(line: Int(mark.line) + 1, column: Int(mark.column) + 1, source: source)
  }
}
