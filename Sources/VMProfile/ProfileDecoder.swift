internal import Wording
internal import YAML

/// Reads the nodes of a profile or a network into a draft, and notes every mistake instead of stopping at the first.
struct ProfileDecoder {
  let document: YAMLDocument
  private(set) var diagnostics: [Diagnostic] = []
  var locations = SourceMap()
  /// How many more keys `<<` may bring in: nested aliases could multiply them without end.
  var mergeBudget = 1000
  /// Some of the profile's files could not be read: what is not there may be in them.
  var isPartial = false

  init(_ document: YAMLDocument) {
    self.document = document
    locations.file = document.file
  }

  mutating func report(_ location: SourceLocation, _ message: String) {
    diagnostics.append(Diagnostic(location: location, message: message))
  }

  /// The profile's values; those with mistakes are left out.
  mutating func decode() -> ProfileDraft {
    var draft = ProfileDraft()
    guard let entries = topEntries(ProfileSchema.profile) else { return draft }
    draft.start = document.root.map(document.location)
    draft.writtenKeys = Set(entries.keys)
    // Those at the top of a file were followed before this.
    if let entry = entries[ProfileSchema.extends.schema.name] {
      report(entry.keyLocation, "'extends' has no effect behind '<<': write it at the top of the file")
    }
    draft.description = scalar(ProfileSchema.description, in: entries)
    draft.image = scalar(ProfileSchema.image, in: entries)
    draft.arch = scalar(ProfileSchema.arch, in: entries)
    draft.machine = scalar(ProfileSchema.machine, in: entries)
    draft.accelerator = scalar(ProfileSchema.accelerator, in: entries)
    draft.cpu = scalar(ProfileSchema.cpu, in: entries)
    draft.smp = scalar(ProfileSchema.smp, in: entries)
    draft.memory = scalar(ProfileSchema.memory, in: entries)
    draft.disk = scalar(ProfileSchema.disk, in: entries)
    draft.display = scalar(ProfileSchema.display, in: entries)
    readHardware(entries, into: &draft)
    if let entry = entries[ProfileSchema.nics.name] { draft.nics = nics(entry) }
    if let entry = entries[ProfileSchema.ssh.name] { draft.sshUser = sshUser(entry) }
    if let entry = entries[ProfileSchema.cloudInit.name] { draft.cloudInit = cloudInit(entry) }
    return draft
  }

  /// The keys at the top of the file; nil, with a mistake, when it has none.
  mutating func topEntries(_ schema: MappingSchema) -> [String: MappingEntry]? {
    let (key, value) = document.format.smallest
    guard let root = document.root, !root.isNull else {
      let start = SourceLocation(file: document.file, line: 1, column: 1)
      report(start, "the \(document.format.noun) is empty: it needs at least `\(key):`")
      return nil
    }
    guard root.mapping != nil else {
      report(
        document.location(of: root),
        "expected keys and values such as `\(key): \(value)`, found \(Self.kind(of: root))")
      return nil
    }
    return entries(of: root, schema)
  }

  private mutating func sshUser(_ entry: MappingEntry) -> Placed<String>? {
    locate("ssh", entry)
    guard !entry.value.isNull else { return nil }
    guard entry.value.mapping != nil else {
      reportKind(of: entry.value, key: entry.name, expected: ProfileSchema.ssh.expectation)
      return nil
    }
    let entries = entries(of: entry.value, ProfileSchema.sshAccess)
    return scalar(ProfileSchema.sshUser, in: entries, path: "ssh.")
  }

  // MARK: Words about nodes

  mutating func reportKind(of node: YAMLNode, key: String, expected: String) {
    report(document.location(of: node), "'\(key)': expected \(expected), found \(Self.kind(of: node))")
  }

  static func kind(of node: YAMLNode) -> String {
    // YAML's spellings of types are never looked at, but for null: `no` is a text.
    switch node.content {
    case .scalar(let text, _): node.isNull ? "nothing" : "'\(Excerpt.of(text))'"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }
}
