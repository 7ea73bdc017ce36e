internal import VMProfile
internal import Wording
internal import YAML

/// Takes the values of a recipe or a catalogue out of its YAML, and says where a mistake is.
struct RecipeReader {
  let file: String
  /// What the file is, for messages.
  var noun = "recipe"

  func root(_ text: String) throws(DiskImageError) -> YAMLNode {
    let (root, second): (YAMLNode?, YAMLNode?)
    do throws(YAMLError) {
      var documents = try YAMLDocuments(text)
      root = try documents.next()
      second = root == nil ? nil : try documents.next()
    } catch {
      throw explain(error)
    }
    guard let root else { throw diagnostic(line: 1, column: 1, "the \(noun) is empty") }
    if let second { throw mistake(second, "a second document begins here: a file holds one \(noun)") }
    return root
  }

  /// - Parameter keys: which may occur; nil: any.
  func mapping(_ node: YAMLNode, _ what: String, keys: [String]?) throws(DiskImageError) -> [String: YAMLNode] {
    guard let mapping = node.mapping else { throw mistake(node, "\(what) must be a mapping of keys to values") }
    var result: [String: YAMLNode] = [:]
    for (key, value) in mapping {
      let name = try string(key, "a key")
      if let keys, !keys.contains(name) {
        let meant = Suggestion.nearest(to: name, among: keys).map { ": did you mean '\($0)'?" }
        throw mistake(key, "unknown key '\(name)' in \(what)\(meant ?? ", known are \(keys.joined(separator: ", "))")")
      }
      guard result.updateValue(value, forKey: name) == nil else { throw mistake(key, "the key '\(name)' occurs twice") }
    }
    return result
  }

  func string(_ node: YAMLNode, _ what: String) throws(DiskImageError) -> String {
    guard let text = node.text else { throw mistake(node, "\(what) must be a single value") }
    return text
  }

  func optionalString(_ node: YAMLNode?, _ what: String) throws(DiskImageError) -> String? {
    guard let node else { return nil }
    return try string(node, what)
  }

  /// A value that the script gets as one of several words.
  func word(_ node: YAMLNode, _ what: String) throws(DiskImageError) -> String {
    let text = try string(node, what)
    guard !text.isEmpty, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), !text.hasPrefix("-") else {
      throw mistake(node, "\(what) must be one word, not '\(text)'")
    }
    return text
  }

  func words(_ node: YAMLNode?, _ what: String) throws(DiskImageError) -> [String] {
    guard let node else { return [] }
    guard let sequence = node.sequence else { throw mistake(node, "\(what) must be a list") }
    var words: [String] = []
    for element in sequence { words.append(try word(element, "each of \(what)")) }
    return words
  }

  func size(_ node: YAMLNode?, default standard: String) throws(DiskImageError) -> String {
    guard let node else { return standard }
    let text = try string(node, "size")
    let digits = text.last.map { "KMGT".contains($0) } == true ? text.dropLast() : text[...]
    guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber }) else {
      throw mistake(node, "size must be a number with K, M, G or T, such as 256M, not '\(text)'")
    }
    return text
  }

  func mistake(_ node: YAMLNode, _ message: String) -> DiskImageError {
    diagnostic(line: node.mark.line, column: node.mark.column, message)
  }

  private func explain(_ error: YAMLError) -> DiskImageError {
    switch error {
    case .syntax(let problem, let mark, _): diagnostic(line: mark.line, column: mark.column, problem)
    case .tooDeep(let mark): diagnostic(line: mark.line, column: mark.column, "lists and mappings nest too deep")
    case .character(let problem, _, let offset): diagnostic(line: 1, column: 1, "\(problem), at byte \(offset)")
    case .outOfMemory: diagnostic(line: 1, column: 1, "no memory to read the file")
    }
  }

  private func diagnostic(line: Int, column: Int, _ message: String) -> DiskImageError {
    .invalidRecipe(file: file, line: line, column: column, message: message)
  }
}
