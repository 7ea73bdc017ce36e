internal import VMProfile
internal import Yams

/// Takes the values of a recipe out of its YAML, and says where a mistake is.
struct RecipeReader {
  let file: String

  func root(_ text: String) throws(DiskImageError) -> Node {
    do {
      guard let node = try Parser(yaml: text).singleRoot() else {
        throw diagnostic(line: 1, column: 1, "the recipe is empty")
      }
      return node
    } catch let error as DiskImageError {
      throw error
    } catch let error as YamlError {
      throw explain(error)
    } catch {
      throw diagnostic(line: 1, column: 1, "\(error)")
    }
  }

  /// - Parameter keys: which may occur; nil: any.
  func mapping(_ node: Node, _ what: String, keys: [String]?) throws(DiskImageError) -> [String: Node] {
    guard case .mapping(let mapping) = node else { throw mistake(node, "\(what) must be a mapping of keys to values") }
    var result: [String: Node] = [:]
    for (key, value) in mapping {
      let name = try string(key, "a key")
      if let keys, !keys.contains(name) {
        let meant = Suggestion.nearest(to: name, among: keys).map { ": did you mean '\($0)'?" }
        throw mistake(key, "unknown key '\(name)' in \(what)\(meant ?? ", known are \(keys.joined(separator: ", "))")")
      }
      result[name] = value
    }
    return result
  }

  func string(_ node: Node, _ what: String) throws(DiskImageError) -> String {
    guard case .scalar(let scalar) = node else { throw mistake(node, "\(what) must be a single value") }
    return scalar.string
  }

  func optionalString(_ node: Node?, _ what: String) throws(DiskImageError) -> String? {
    guard let node else { return nil }
    return try string(node, what)
  }

  /// A value that the script gets as one of several words.
  func word(_ node: Node, _ what: String) throws(DiskImageError) -> String {
    let text = try string(node, what)
    guard !text.isEmpty, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), !text.hasPrefix("-") else {
      throw mistake(node, "\(what) must be one word, not '\(text)'")
    }
    return text
  }

  func words(_ node: Node?, _ what: String) throws(DiskImageError) -> [String] {
    guard let node else { return [] }
    guard case .sequence(let sequence) = node else { throw mistake(node, "\(what) must be a list") }
    var words: [String] = []
    for element in sequence { words.append(try word(element, "each of \(what)")) }
    return words
  }

  func size(_ node: Node?, default standard: String) throws(DiskImageError) -> String {
    guard let node else { return standard }
    let text = try string(node, "size")
    let digits = text.last.map { "KMGT".contains($0) } == true ? text.dropLast() : text[...]
    guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber }) else {
      throw mistake(node, "size must be a number with K, M, G or T, such as 256M, not '\(text)'")
    }
    return text
  }

  func mistake(_ node: Node, _ message: String) -> DiskImageError {
    diagnostic(line: node.mark?.line ?? 1, column: node.mark?.column ?? 1, message)
  }

  private func explain(_ error: YamlError) -> DiskImageError {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      diagnostic(line: mark.line, column: mark.column, problem)
    case .duplicatedKeysInMapping(let duplicates, let context):
      diagnostic(
        line: context.mark.line, column: context.mark.column,
        "a key occurs twice: \(duplicates.joined(separator: ", "))")
    default: diagnostic(line: 1, column: 1, "\(error)")
    }
  }

  private func diagnostic(line: Int, column: Int, _ message: String) -> DiskImageError {
    .invalidRecipe(file: file, line: line, column: column, message: message)
  }
}
