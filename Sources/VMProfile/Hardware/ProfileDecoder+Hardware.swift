internal import Wording
internal import YAML

extension ProfileDecoder {
  /// What the machine starts from, and what it has beside its own disk.
  mutating func readHardware(_ entries: [String: MappingEntry], into draft: inout ProfileDraft) {
    draft.firmware = scalar(ProfileSchema.firmware, in: entries)
    draft.boot = scalar(ProfileSchema.boot, in: entries)
    draft.kernel = scalar(ProfileSchema.kernel, in: entries)
    draft.initrd = scalar(ProfileSchema.initrd, in: entries)
    draft.append = scalar(ProfileSchema.append, in: entries)
    draft.cdrom = scalar(ProfileSchema.cdrom, in: entries)
    draft.qemuArguments = scalars(ProfileSchema.qemuArguments, in: entries, path: "")
    draft.qemuArgumentsStart = locations["qemu_arguments[0]"]
    if let entry = entries[ProfileSchema.disks.name] {
      draft.disks = list(entry, ProfileSchema.disks, maximum: ProfileSchema.maximumDisks, of: "disk")
        .map { disk($0.node, path: $0.path) }
    }
    if let entry = entries[ProfileSchema.shares.name] {
      draft.shares = list(entry, ProfileSchema.shares, maximum: ProfileSchema.maximumShares, of: "share")
        .map { share($0.node, path: $0.path) }
    }
  }

  /// The entries of a list of mappings; those of another kind are reported.
  private mutating func list(
    _ entry: MappingEntry, _ schema: KeySchema, maximum: Int, of noun: String
  ) -> [(node: YAMLNode, path: String)] {
    locate(schema.name, entry)
    guard let sequence = entry.value.sequence else {
      if entry.value.isNull {
        report(entry.keyLocation, "'\(schema.name)' has no value: expected \(schema.expectation), or [] for none")
      } else {
        let hint = entry.value.mapping == nil ? "" : ": begin each \(noun) with '- '"
        report(
          document.location(of: entry.value),
          "'\(schema.name)': expected \(schema.expectation), found \(Self.kind(of: entry.value))\(hint)")
      }
      return []
    }
    guard sequence.count <= maximum else {
      report(
        document.location(of: entry.value),
        "'\(schema.name)' has \(sequence.count) entries: a machine has at most \(maximum) \(noun)s")
      return []
    }
    var items: [(node: YAMLNode, path: String)] = []
    for (index, node) in sequence.enumerated() {
      let path = "\(schema.name)[\(index)]"
      locations[path] = document.location(of: node)
      if node.mapping == nil {
        reportKind(of: node, key: path, expected: "a \(noun) such as \(Self.example(in: schema))")
      } else {
        items.append((node, path))
      }
    }
    return items
  }

  /// `{name: data, size: 10G}`
  private static func example(in schema: KeySchema) -> String {
    String(schema.expectation.drop { $0 != "{" }.prefix { $0 != "]" })
  }

  private mutating func disk(_ node: YAMLNode, path: String) -> DiskDraft {
    let entries = entries(of: node, ProfileSchema.furtherDisk)
    let inner = path + "."
    var draft = DiskDraft()
    draft.name = scalar(ProfileSchema.diskName, in: entries, path: inner)
    let size = scalar(ProfileSchema.diskSize, in: entries, path: inner)
    let file = scalar(ProfileSchema.diskFile, in: entries, path: inner)
    let format = scalar(ProfileSchema.diskFormat, in: entries, path: inner)
    let isReadOnly = scalar(ProfileSchema.diskReadOnly, in: entries, path: inner)
    switch (entries["size"], entries["file"]) {
    case (nil, nil):
      report(
        document.location(of: node),
        "the disk has neither 'size', for a new one, nor 'file', for one that exists: add one of them")
    case (let first?, let second?):
      report(
        max(first.keyLocation, second.keyLocation),
        "the disk has 'size', for a new one, and 'file', for one that exists: write one of them")
    case (_?, nil):
      for name in ["format", "readonly"] {
        guard let entry = entries[name] else { continue }
        report(entry.keyLocation, "'\(name)' is for a disk with 'file': a new one is a qcow2 that the guest writes to")
      }
      draft.source = size.map { .made(size: $0.value) }
    case (nil, _?):
      // A format that could not be read was reported.
      guard format != nil || entries["format"] == nil else { break }
      draft.source = file.map { .file($0.value, format: format?.value, isReadOnly: isReadOnly?.value ?? false) }
    }
    return draft
  }

  private mutating func share(_ node: YAMLNode, path: String) -> ShareDraft {
    let entries = entries(of: node, ProfileSchema.share)
    let inner = path + "."
    var draft = ShareDraft()
    draft.path = scalar(ProfileSchema.sharePath, in: entries, path: inner)
    draft.tag = scalar(ProfileSchema.shareTag, in: entries, path: inner)
    draft.mount = scalar(ProfileSchema.shareMount, in: entries, path: inner)
    draft.isReadOnly = scalar(ProfileSchema.shareReadOnly, in: entries, path: inner)
    draft.driver = scalar(ProfileSchema.shareDriver, in: entries, path: inner)
    guard let folder = draft.path, entries["tag"] == nil else { return draft }
    let last = folder.value.description.split(separator: "/").last.map(String.init) ?? ""
    draft.tag = ShareTag(last).map { Placed(value: $0, location: folder.location) }
    if draft.tag == nil {
      report(folder.location, "'path' is '\(Excerpt.of(folder.value.description))', which makes no tag: add 'tag'")
    }
    return draft
  }
}
