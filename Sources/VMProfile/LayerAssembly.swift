internal import Wording
internal import YAML

/// Reads a profile's files, each once, and puts them over each other.
struct LayerAssembly {
  private let reader: ProfileReader
  let expansion: VariableExpansion
  private(set) var files: [ProfileLayer] = []
  private(set) var parents: [ParentReference] = []
  private(set) var extendsLocation: SourceLocation?
  private(set) var diagnostics: [Diagnostic] = []
  private var bytes = 0
  /// A limit was reported: what follows is not looked at.
  private(set) var isOver = false
  private var merge = NodeMerge()
  private var role = ProfileLayer.Role.profile
  /// What files came to, by path: several may extend the same one.
  private var known: [String: Known] = [:]

  private struct Known {
    var node: YAMLNode?
    /// How many files lie below it, in the longest row.
    var height: Int
  }

  /// The files on the way from the profile to where the reading is.
  private typealias Chain = [ProfileSource]

  init(_ reader: ProfileReader) {
    self.reader = reader
    expansion = VariableExpansion(reader.variables)
  }

  /// The root of the whole; nil for an empty file.
  mutating func assemble(_ source: ProfileSource) -> YAMLNode? {
    guard let own = read(source, asked: nil) else { return nil }
    // The decoder has words for it.
    guard own.mapping != nil else { return own }
    var root = layered(own, source, []).node
    do throws(ProfileError) {
      if let local = try reader.local(source) {
        role = .local
        if let node = resolved(local, [], asked: nil).node, let below = root { root = put(node, over: below) }
      }
    } catch {
      let place = SourceLocation(file: source.file, line: 1, column: 1)
      diagnostics.append(Diagnostic(location: place, message: "its own layer cannot be read: \(error)"))
    }
    return root
  }

  /// A file over those that it extends.
  private mutating func resolved(_ source: ProfileSource, _ chain: Chain, asked: SourceLocation?) -> Known {
    if let path = source.path, let known = known[path] { return known }
    guard let own = read(source, asked: asked), !own.isNull else { return Known(node: nil, height: 0) }
    guard own.mapping != nil else {
      report(
        location(of: own),
        "expected keys and values such as `memory: 1G`, found \(ProfileDecoder.kind(of: own)): this is not a profile")
      return Known(node: nil, height: 0)
    }
    let result = layered(own, source, chain)
    if let path = source.path { known[path] = result }
    return result
  }

  /// A file's nodes over what its `extends` names.
  private mutating func layered(_ own: YAMLNode, _ source: ProfileSource, _ chain: Chain) -> Known {
    let name = ProfileSchema.extends.schema.name
    guard let mapping = own.mapping, mapping.contains(where: { $0.key.text == name }) else {
      return Known(node: own, height: 0)
    }
    let rest = YAMLNode(.mapping(mapping.filter { $0.key.text != name }), at: own.mark)
    let references = references(in: mapping.filter { $0.key.text == name }, isOwn: chain.isEmpty && role == .profile)
    var result = Known(node: nil, height: 0)
    let chain = chain + [source]
    for reference in references where !isOver {
      guard let parent = parent(reference, chain) else { continue }
      result.height = max(result.height, parent.height + 1)
      guard let node = parent.node else { continue }
      result.node = result.node.map { put(node, over: $0) } ?? node
    }
    result.node = result.node.map { put(rest, over: $0) } ?? rest
    return result
  }

  private mutating func references(in pairs: [NodeMerge.Pair], isOwn: Bool) -> [Placed<ParentReference>] {
    let key = ProfileSchema.extends
    guard let entry = pairs.first else { return [] }
    if let second = pairs.dropFirst().first {
      report(location(of: second.key), "the key 'extends' is written twice: first at \(location(of: entry.key))")
    }
    if isOwn { extendsLocation = location(of: entry.value.isNull ? entry.key : entry.value) }
    var result: [Placed<ParentReference>] = []
    for node in entry.value.sequence ?? [entry.value] {
      let place = location(of: node.isNull ? entry.key : node)
      guard let text = node.text, !node.isNull else {
        report(place, "'extends': expected \(key.type.expectation), found \(ProfileDecoder.kind(of: node))")
        continue
      }
      if let failure = expansion.failures[node.mark] {
        report(place, failure)
        continue
      }
      do throws(InvalidValue) {
        result.append(Placed(value: try key.type.parse(text), location: place))
      } catch {
        report(place, "'extends' is \(error)")
      }
    }
    if isOwn { parents = result.map(\.value) }
    return result
  }

  /// Reads what one entry of `extends` names; nil, with a mistake, when that is not to be had.
  private mutating func parent(_ reference: Placed<ParentReference>, _ chain: Chain) -> Known? {
    guard let child = chain.last else { return nil }
    let source: ProfileSource
    do throws(ProfileError) {
      source = try reader.parent(reference.value, child)
    } catch {
      report(reference, "\(error)")
      return nil
    }
    if let start = chain.firstIndex(where: { $0.path != nil && $0.path == source.path }) {
      let circle = (chain[start...] + [source]).map(\.file).joined(separator: " -> ")
      report(reference, "profiles extend each other in a circle: \(circle)")
      return nil
    }
    let below = source.path.flatMap { known[$0] }?.height ?? 0
    guard chain.count + 1 + below <= ProfileLayers.maximumDepth else {
      let way = (chain.prefix(3) + [source]).map(\.file).joined(separator: " -> … -> ")
      report(
        reference, "more than \(ProfileLayers.maximumDepth) profiles extend each other in a row (\(way))")
      return nil
    }
    if role == .profile { role = .parent }
    return resolved(source, chain, asked: reference.location)
  }

  /// Reads a file that nobody asked for yet; nil, with a mistake, when it is not YAML or one too many.
  private mutating func read(_ source: ProfileSource, asked: SourceLocation?) -> YAMLNode? {
    let place = asked ?? SourceLocation(file: source.file, line: 1, column: 1)
    guard files.count < ProfileLayers.maximumFiles else {
      isOver = true
      report(place, "more than \(ProfileLayers.maximumFiles) files make up this profile, \(source.file) among them")
      return nil
    }
    bytes += source.text.utf8.count
    guard bytes <= ProfileLayers.maximumBytes else {
      isOver = true
      report(place, "the files of this profile are larger than 4M together, with \(source.file)")
      return nil
    }
    let number = files.count
    files.append(ProfileLayer(role: role, path: source.path, file: source.file))
    let expansion = expansion
    let rewrite: YAMLRewrite? =
      VariableExpansion.concerns(source.text) ? { text, mark in expansion.expand(text, at: mark) } : nil
    do throws(Diagnostic) {
      return try YAMLDocument.root(
        of: source.text, file: source.file, format: .profile, source: number, rewrite: rewrite)
    } catch {
      diagnostics.append(error)
      return nil
    }
  }

  private mutating func put(_ upper: YAMLNode, over lower: YAMLNode) -> YAMLNode {
    do throws(NodeMerge.TooManyKeys) {
      return try merge.put(upper, over: lower)
    } catch {
      isOver = true
      let place = YAMLNode(.sequence([]), at: error.mark)
      report(location(of: place), "too many keys to put layers over each other: do aliases multiply them?")
      return upper
    }
  }

  // MARK: Mistakes

  /// The values of the whole that a variable is missing for.
  func unexpanded(in root: YAMLNode?, _ document: YAMLDocument) -> [Diagnostic] {
    guard !expansion.failures.isEmpty, let root else { return [] }
    var found: Set<YAMLMark> = []
    var pending = [root]
    // Shared nodes are looked at for every alias; a profile that is all right ends long before.
    for _ in 0..<100_000 {
      guard let node = pending.popLast() else { break }
      switch node.content {
      case .scalar: if expansion.failures[node.mark] != nil { found.insert(node.mark) }
      case .sequence(let elements): pending += elements
      case .mapping(let pairs): pending += pairs.map(\.value)
      }
    }
    let marks = pending.isEmpty ? found : Set(expansion.failures.keys)
    return marks.map { mark in
      Diagnostic(
        location: document.location(of: YAMLNode(.sequence([]), at: mark)), message: expansion.failures[mark] ?? "")
    }
  }

  private func location(of node: YAMLNode) -> SourceLocation { location(of: node.mark) }

  private func location(of mark: YAMLMark) -> SourceLocation {
    SourceLocation(file: files[mark.source].file, line: mark.line, column: mark.column)
  }

  /// In the order of reading.
  var environmentReads: [EnvironmentRead] {
    expansion.environmentReads.flatMap { mark, names in
      names.map { EnvironmentRead(name: $0, location: location(of: mark)) }
    }.sorted { ($0.location, $0.name) < ($1.location, $1.name) }
  }

  private mutating func report(_ reference: Placed<ParentReference>, _ message: String) {
    report(reference.location, "'extends' is '\(Excerpt.of(reference.value.description))': \(message)")
  }

  private mutating func report(_ location: SourceLocation, _ message: String) {
    diagnostics.append(Diagnostic(location: location, message: message))
  }
}
