internal import Yams

/// The one YAML document of a file, as nodes that know where they stand.
struct YAMLDocument {
  /// A profile is a page of text; what is larger was not meant to be one.
  static let maximumBytes = 1 << 20

  let file: String
  /// Nil: the file holds no document, or an empty one.
  let root: Node?
  /// Keys that had to be renamed for Yams' sake, by where they stand.
  private let renamedKeys: [RenamedKey: String]

  /// Reads the text.
  ///
  /// - Throws: `Diagnostic` for text that is not YAML, and for a second document.
  init(_ text: String, file: String) throws(Diagnostic) {
    guard text.utf8.count <= Self.maximumBytes else {
      let location = SourceLocation(file: file, line: 1, column: 1)
      throw Diagnostic(location: location, message: "the file is larger than 1M: this is not a profile")
    }
    var source = YAMLSource(text)
    var renamed: [RenamedKey: String] = [:]
    self.file = file
    root = try Self.compose(&source, &renamed, file: file)
    renamedKeys = renamed
  }

  private static func compose(
    _ source: inout YAMLSource, _ renamed: inout [RenamedKey: String], file: String
  ) throws(Diagnostic) -> Node? {
    while true {
      do {
        let parser = try Parser(yaml: source.text, resolver: .basic, encoding: .utf8)
        let root = try parser.nextRoot()
        guard let second = try parser.nextRoot() else { return root }
        throw Diagnostic(
          location: SourceLocation(file: file, line: second.mark?.line ?? 1, column: second.mark?.column ?? 1),
          message: "a second document begins here: a file holds one profile, without '---' lines between")
      } catch YamlError.duplicatedKeysInMapping(let names, let context) {
        // Yams gives up at a key that occurs twice. All mistakes are to be told at once, so the first
        // one gets a name that cannot occur, until the second is found like any other mistake.
        let key = RenamedKey(line: context.mark.line, column: context.mark.column)
        let attempt = renamed.count
        guard attempt < 64, let name = names.first(where: { source.rename($0, at: key, attempt: attempt) }) else {
          throw Diagnostic(
            location: SourceLocation(file: file, line: key.line, column: key.column),
            message: "the key '\(Excerpt.of(names.first ?? ""))' is written twice: first here")
        }
        renamed[key] = name
      } catch let error as YamlError {
        throw source.diagnostic(for: error, file: file)
      } catch let error as Diagnostic {
        throw error
      } catch {
        throw Diagnostic(location: SourceLocation(file: file, line: 1, column: 1), message: "not YAML: \(error)")
      }
    }
  }

  /// The text of a key, whatever type YAML gives it; nil for a list or mapping.
  func name(ofKey node: Node) -> String? {
    guard let scalar = node.scalar else { return nil }
    guard let mark = scalar.mark, !renamedKeys.isEmpty else { return scalar.string }
    return renamedKeys[RenamedKey(line: mark.line, column: mark.column)] ?? scalar.string
  }

  func location(of node: Node) -> SourceLocation {
    SourceLocation(file: file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
  }

  /// Where a key stands in the file.
  struct RenamedKey: Hashable {
    let line: Int
    let column: Int
  }
}
