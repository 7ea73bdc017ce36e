internal import YAML

/// Reads a file that vmrun itself writes for a project, and that git may have merged: mappings of texts.
struct WrittenFileReading {
  let document: YAMLDocument
  /// What helps against a file that is not as it was written, after a `:`; empty: nothing but to mend it.
  let remedy: String
  private(set) var diagnostics: [Diagnostic] = []

  /// - Throws: `ProfileError.invalid` when the text is no YAML.
  init(yaml: String, file: String, remedy: String = "") throws(ProfileError) {
    do throws(Diagnostic) { document = try YAMLDocument(yaml, file: file) } catch { throw .invalid([error]) }
    self.remedy = remedy
  }

  /// - Throws: `ProfileError.invalid` with all mistakes that were found.
  func requireNone() throws(ProfileError) {
    guard diagnostics.isEmpty else { throw .invalid(diagnostics.inOrder) }
  }

  /// The pairs of a mapping; nil, with a mistake, when it is none.
  mutating func mapping(_ node: YAMLNode, _ what: String) -> [String: YAMLNode]? {
    guard let mapping = node.mapping else {
      report(node, "\(what) is not a mapping\(remedy)")
      return nil
    }
    var result: [String: YAMLNode] = [:]
    for (key, value) in mapping {
      guard let name = key.text, result.updateValue(value, forKey: name) == nil else {
        report(key, "a key of \(what) is no text, or written twice: is a merge of git's unfinished?")
        continue
      }
    }
    return result
  }

  mutating func report(_ node: YAMLNode, _ message: String) {
    report(document.location(of: node), message)
  }

  mutating func report(_ location: SourceLocation, _ message: String) {
    diagnostics.append(Diagnostic(location: location, message: message))
  }
}
