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
      if let keyword = draft.attachment?.keyword { locations["\(path).\(keyword)"] = location }
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
    if let entry = attachment(entries, location) { readAttachment(entry, path: path, into: &draft) }
    return draft
  }

  /// `- user` in place of `- {user: }`.
  private mutating func shorthand(_ node: YAMLNode, _ location: SourceLocation) -> Attachment? {
    guard let word = node.text, !node.isNull else {
      report(location, "expected a NIC such as {model: virtio, user: }, found \(Self.kind(of: node))")
      return nil
    }
    switch word {
    case "user": return .user(forwards: [])
    case "passt": return .passt(forwards: [])
    case "tap": return .tap(.made(bridge: nil))
    case "none": return Attachment.none
    case _ where Attachment.keywords.contains(word):
      report(location, "'\(word)' needs a value: write \(ProfileSchema.examples[word] ?? word)")
    default:
      let hint = Suggestion.nearest(to: word, among: Attachment.keywords).map { "; did you mean '\($0)'?" } ?? ""
      report(
        location,
        "'\(Excerpt.of(word))' is not a NIC: expected user, passt, tap, none or {model: virtio, user: }\(hint)")
    }
    return nil
  }

  /// The one attachment among a card's keys.
  private mutating func attachment(_ entries: [String: MappingEntry], _ location: SourceLocation) -> MappingEntry? {
    let written = Attachment.keywords.compactMap { entries[$0] }.sorted { $0.keyLocation < $1.keyLocation }
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
    return first
  }
}
