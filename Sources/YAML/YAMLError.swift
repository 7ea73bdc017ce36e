/// Why a text is not YAML, in libyaml's words.
package enum YAMLError: Error, Sendable {
  /// A rule of YAML's grammar. `context` is where the thing began that the problem is in.
  case syntax(_ problem: String, at: YAMLMark, context: YAMLMark?)
  /// A character that no YAML text may hold, after so many bytes of UTF-8.
  case character(_ problem: String, code: UInt32, byteOffset: Int)
  /// Lists and mappings nest deeper than `YAMLDocuments.maximumDepth`, or a node holds itself.
  case tooDeep(at: YAMLMark)
  case outOfMemory
}
