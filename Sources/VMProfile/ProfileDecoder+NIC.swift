internal import Wording
internal import YAML

extension ProfileDecoder {
  /// The network cards; nil when the value is no list.
  mutating func nics(_ entry: MappingEntry) -> [NICDraft]? {
    let schema = ProfileSchema.nics
    locate(schema.name, entry)
    guard let sequence = entry.value.sequence else {
      if entry.value.isNull {
        report(entry.keyLocation, "'nics' has no value: expected \(schema.expectation), or [] for none")
      } else {
        let hint = entry.value.mapping == nil ? "" : ": begin each NIC with '- '"
        report(
          document.location(of: entry.value),
          "'nics': expected \(schema.expectation), found \(Self.kind(of: entry.value))\(hint)")
      }
      return nil
    }
    guard sequence.count <= ProfileSchema.maximumNICs else {
      report(
        document.location(of: entry.value),
        "'nics' has \(sequence.count) entries: a machine has at most \(ProfileSchema.maximumNICs) NICs")
      return nil
    }
    return sequence.enumerated().map { index, node in nic(node, path: "nics[\(index)]") }
  }

  private mutating func nic(_ node: YAMLNode, path: String) -> NICDraft {
    let location = document.location(of: node)
    locations[path] = location
    var draft = NICDraft()
    guard node.mapping != nil else {
      draft.attachment = shorthand(node, location)
      if let keyword = draft.attachment?.rawValue { locations["\(path).\(keyword)"] = location }
      return draft
    }
    let entries = entries(of: node, ProfileSchema.nic)
    let path = path + "."
    draft.model = scalar(ProfileSchema.model, in: entries, path: path)
    draft.mac = scalar(ProfileSchema.mac, in: entries, path: path)
    draft.address = scalar(ProfileSchema.address, in: entries, path: path)
    draft.gateway = scalar(ProfileSchema.gateway, in: entries, path: path)
    draft.gatewayKey = entries[ProfileSchema.gateway.schema.name]?.keyLocation
    draft.dns = scalars(ProfileSchema.dns, in: entries, path: path)
    draft.dnsKey = entries[ProfileSchema.dns.schema.name]?.keyLocation
    draft.hasAddressKey = entries[ProfileSchema.address.schema.name] != nil
    draft.attachment = attachment(entries, location)
    if let entry = entries[ProfileSchema.user.name] { draft.forwards = forwards(entry, path: path) }
    if let entry = entries[ProfileSchema.none.name] { checkNone(entry, path: path) }
    return draft
  }

  /// `- user` in place of `- {user: }`.
  private mutating func shorthand(_ node: YAMLNode, _ location: SourceLocation) -> NICDraft.Kind? {
    guard let word = node.text, !node.isNull else {
      report(location, "expected a NIC such as {model: virtio, user: }, found \(Self.kind(of: node))")
      return nil
    }
    if let kind = NICDraft.Kind(rawValue: word) { return kind }
    if Attachment.plannedKeywords.contains(word) {
      report(location, MappingSchema.planned(word, instead: Attachment.keywords))
    } else {
      let hint = Suggestion.nearest(to: word, among: Attachment.keywords).map { "; did you mean '\($0)'?" } ?? ""
      report(location, "'\(Excerpt.of(word))' is not a NIC: expected user, none or {model: virtio, user: }\(hint)")
    }
    return nil
  }

  /// The one attachment among a card's keys.
  private mutating func attachment(_ entries: [String: MappingEntry], _ location: SourceLocation) -> NICDraft.Kind? {
    let known = Attachment.keywords + Attachment.plannedKeywords
    let written = known.compactMap { entries[$0] }.sorted { $0.keyLocation < $1.keyLocation }
    guard let first = written.first else {
      // A mistyped attachment was reported as an unknown key, with what was meant.
      guard !entries.keys.contains(where: ProfileSchema.isMeantAsAttachment) else { return nil }
      let choices = Suggestion.list(Attachment.keywords.map { "`\($0):`" })
      report(location, "the NIC has no attachment: add \(choices)")
      return nil
    }
    for other in written.dropFirst() {
      report(
        other.keyLocation,
        "'\(other.name)' is a second attachment: a NIC has one, and '\(first.name)' is there already "
          + "(\(first.keyLocation))")
    }
    return NICDraft.Kind(rawValue: first.name)
  }

  private mutating func forwards(_ entry: MappingEntry, path: String) -> [Placed<PortForward>] {
    locate(path + entry.name, entry)
    guard !entry.value.isNull else { return [] }
    guard entry.value.mapping != nil else {
      reportKind(of: entry.value, key: entry.name, expected: ProfileSchema.user.expectation)
      return []
    }
    let entries = entries(of: entry.value, ProfileSchema.userNetwork)
    return scalars(ProfileSchema.forward, in: entries, path: "\(path)\(entry.name).")
  }

  private mutating func checkNone(_ entry: MappingEntry, path: String) {
    locate(path + entry.name, entry)
    switch entry.value.content {
    case _ where entry.value.isNull: break
    case .scalar("true", _): break
    case .mapping(let mapping) where mapping.isEmpty: break
    default: reportKind(of: entry.value, key: entry.name, expected: ProfileSchema.none.expectation)
    }
  }
}
