internal import YAML

/// The one YAML document of a file, as nodes that know where they stand.
struct YAMLDocument {
  /// A profile or a network is a page of text; what is larger was not meant to be one.
  static let maximumBytes = 1 << 20

  let file: String
  let format: FileFormat
  /// Nil: the file holds no document, or an empty one.
  let root: YAMLNode?

  /// Reads the text.
  ///
  /// - Throws: `Diagnostic` for text that is not YAML, and for a second document.
  init(_ text: String, file: String, format: FileFormat = .profile) throws(Diagnostic) {
    guard text.utf8.count <= Self.maximumBytes else {
      let location = SourceLocation(file: file, line: 1, column: 1)
      throw Diagnostic(location: location, message: "the file is larger than 1M: this is not a \(format.noun)")
    }
    let source = YAMLSource(text)
    self.file = file
    self.format = format
    let second: YAMLNode?
    do throws(YAMLError) {
      var documents = try YAMLDocuments(source.text)
      root = try documents.next()
      second = root == nil ? nil : try documents.next()
    } catch {
      throw source.diagnostic(for: error, file: file, format: format)
    }
    guard let second else { return }
    throw Diagnostic(
      location: location(of: second),
      message: "a second document begins here: a file holds one \(format.noun), without '---' lines between")
  }

  func location(of node: YAMLNode) -> SourceLocation {
    SourceLocation(file: file, line: node.mark.line, column: node.mark.column)
  }
}
