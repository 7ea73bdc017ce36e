internal import YAML

/// The one YAML document of a file, as nodes that know where they stand.
struct YAMLDocument {
  /// A profile or a network is a page of text; what is larger was not meant to be one.
  static let maximumBytes = 1 << 20

  /// By the number in a node's mark; the first is the profile or the network itself.
  let files: [String]
  let format: FileFormat
  /// Nil: the file holds no document, or an empty one.
  let root: YAMLNode?

  var file: String { files[0] }

  /// What was put together from several files.
  init(root: YAMLNode?, files: [String], format: FileFormat) {
    self.root = root
    self.files = files
    self.format = format
  }

  /// Reads the text of one file.
  ///
  /// - Throws: `Diagnostic` for text that is not YAML, and for a second document.
  init(_ text: String, file: String, format: FileFormat = .profile) throws(Diagnostic) {
    self.init(root: try Self.root(of: text, file: file, format: format), files: [file], format: format)
  }

  /// The one document of a text.
  ///
  /// - Parameters:
  ///   - source: the number of the file in the marks of its nodes.
  ///   - rewrite: gives the texts of scalars.
  static func root(
    of text: String, file: String, format: FileFormat, source number: Int = 0, rewrite: YAMLRewrite? = nil
  ) throws(Diagnostic) -> YAMLNode? {
    guard text.utf8.count <= Self.maximumBytes else {
      let location = SourceLocation(file: file, line: 1, column: 1)
      throw Diagnostic(location: location, message: "the file is larger than 1M: this is not a \(format.noun)")
    }
    let source = YAMLSource(text)
    let (root, second): (YAMLNode?, YAMLNode?)
    do throws(YAMLError) {
      var documents = try YAMLDocuments(source.text, source: number, rewrite: rewrite)
      root = try documents.next()
      second = root == nil ? nil : try documents.next()
    } catch {
      throw source.diagnostic(for: error, file: file, format: format)
    }
    guard let second else { return root }
    throw Diagnostic(
      location: SourceLocation(file: file, line: second.mark.line, column: second.mark.column),
      message: "a second document begins here: a file holds one \(format.noun), without '---' lines between")
  }

  func location(of node: YAMLNode) -> SourceLocation {
    let mark = node.mark
    let file = files.indices.contains(mark.source) ? files[mark.source] : file
    return SourceLocation(file: file, line: mark.line, column: mark.column)
  }
}
