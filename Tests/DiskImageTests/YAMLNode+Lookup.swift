import YAML

extension YAMLNode {
  /// The first document of a text.
  init?(reading text: String) throws {
    var documents = try YAMLDocuments(text)
    guard let node = try documents.next() else { return nil }
    self = node
  }

  /// The value of a key.
  subscript(key: String) -> YAMLNode? { mapping?.first { $0.key.text == key }?.value }

  subscript(index: Int) -> YAMLNode? { sequence?[index] }
}
