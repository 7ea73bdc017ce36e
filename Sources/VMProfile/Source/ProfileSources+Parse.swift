internal import Wording
internal import YAML

extension ProfileSources {
  /// Reads the text of a list of sources.
  ///
  /// - Throws: `ProfileError.invalid` with its mistakes.
  public init(yaml: String, file: String) throws(ProfileError) {
    var reading = SourcesReading(file: try WrittenFileReading(yaml: yaml, file: file))
    entries = reading.entries()
    try reading.file.requireNone()
  }
}

private struct SourcesReading {
  var file: WrittenFileReading

  mutating func entries() -> [VMName: ProfileSources.Entry] {
    guard let root = file.document.root else { return [:] }
    guard let pairs = file.mapping(root, "the list of sources") else { return [:] }
    guard pairs["version"]?.text == "1" else {
      file.report(pairs["version"] ?? root, "the version of the list is not 1: was it written by a newer vmrun?")
      return [:]
    }
    var result: [VMName: ProfileSources.Entry] = [:]
    guard let sources = pairs["sources"] else { return [:] }
    for (text, node) in file.mapping(sources, "'sources'") ?? [:] {
      guard let name = VMName(text) else {
        file.report(node, "'\(Excerpt.of(text))' is not the name of a source: expected \(VMName.expectation)")
        continue
      }
      if let entry = entry(node, text) { result[name] = entry }
    }
    return result
  }

  private mutating func entry(_ node: YAMLNode, _ name: String) -> ProfileSources.Entry? {
    guard let pairs = file.mapping(node, "'\(name)'") else { return nil }
    for (key, value) in pairs where !["url", "ref", "path", "commit"].contains(key) {
      file.report(value, "'\(Excerpt.of(key))' is no key of a source: url, ref, path and commit are")
    }
    let url: GitURL? = required("url", pairs, node)
    let commit: GitCommit? = required("commit", pairs, node)
    let reference: GitReference? = pairs["ref"] == nil ? nil : required("ref", pairs, node)
    let folder: SourceFolder? = pairs["path"] == nil ? .standard : required("path", pairs, node)
    guard let url, let commit, let folder else { return nil }
    return ProfileSources.Entry(url: url, reference: reference, folder: folder, commit: commit)
  }

  private mutating func required<Value: TextValue>(
    _ key: String, _ pairs: [String: YAMLNode], _ node: YAMLNode
  ) -> Value? {
    guard let value = pairs[key], let text = value.text, !value.isNull else {
      file.report(pairs[key] ?? node, "'\(key)' is missing or no text")
      return nil
    }
    do throws(InvalidValue) { return try Value(parsing: text) } catch {
      file.report(value, "'\(key)' is \(error)")
      return nil
    }
  }
}
