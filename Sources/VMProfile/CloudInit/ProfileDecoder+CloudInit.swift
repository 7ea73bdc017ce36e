internal import Wording
internal import YAML

extension ProfileDecoder {
  /// How the guest is set up; nil when the value is no mapping.
  mutating func cloudInit(_ entry: MappingEntry) -> CloudInit? {
    locate(entry.name, entry)
    guard entry.value.mapping != nil else {
      reportKind(of: entry.value, key: entry.name, expected: ProfileSchema.cloudInit.expectation)
      return nil
    }
    let entries = entries(of: entry.value, ProfileSchema.cloudInitSetup)
    let path = entry.name + "."
    var setup = CloudInit()
    if let entry = entries[ProfileSchema.cloudUser.name] { setup.user = cloudUser(entry, path: path) }
    setup.authorizedKeys = scalars(ProfileSchema.cloudKeys, in: entries, path: path).map(\.value)
    setup.packages = scalars(ProfileSchema.cloudPackages, in: entries, path: path).map(\.value)
    if let entry = entries[ProfileSchema.cloudFiles.name] {
      setup.files = items(entry, ProfileSchema.cloudFiles, path: path).compactMap { cloudFile($0.node, path: $0.path) }
    }
    if let entry = entries[ProfileSchema.cloudCommands.name] {
      setup.commands = items(entry, ProfileSchema.cloudCommands, path: path)
        .compactMap { cloudCommand($0.node, path: $0.path) }
    }
    if let entry = entries[ProfileSchema.cloudNetwork.name] { setup.network = cloudNetwork(entry, path: path) }
    setup.userData = scalar(ProfileSchema.cloudUserData, in: entries, path: path)?.value
    return setup
  }

  private mutating func cloudUser(_ entry: MappingEntry, path: String) -> CloudInitUser? {
    guard entry.value.mapping != nil else {
      guard entry.value.sequence == nil else {
        reportKind(of: entry.value, key: entry.name, expected: ProfileSchema.cloudUser.expectation)
        return nil
      }
      // A name alone, under this key.
      let key = ScalarKey<String>("user", .userName, documentation: "")
      return scalar(key, in: [entry.name: entry], path: path).map { CloudInitUser(name: $0.value) }
    }
    locate(path + entry.name, entry)
    let entries = entries(of: entry.value, ProfileSchema.cloudInitUser)
    let path = "\(path)\(entry.name)."
    let groups = scalars(ProfileSchema.cloudUserGroups, in: entries, path: path).map(\.value)
    let sudo = scalar(ProfileSchema.cloudUserSudo, in: entries, path: path)
    let shell = scalar(ProfileSchema.cloudUserShell, in: entries, path: path)
    guard let name = scalar(ProfileSchema.cloudUserName, in: entries, path: path) else { return nil }
    return CloudInitUser(
      name: name.value, groups: groups, sudo: sudo.map(\.value) ?? CloudInitUser.anything,
      shell: shell?.value ?? CloudInitUser.standardShell)
  }

  /// The entries of a list, with their paths.
  private mutating func items(
    _ entry: MappingEntry, _ schema: KeySchema, path: String
  ) -> [(node: YAMLNode, path: String)] {
    let path = path + entry.name
    locate(path, entry)
    guard let sequence = entry.value.sequence else {
      reportKind(of: entry.value, key: entry.name, expected: schema.expectation)
      return []
    }
    guard sequence.count <= ProfileSchema.maximumItems else {
      report(
        document.location(of: entry.value),
        "'\(entry.name)' has \(sequence.count) entries: at most \(ProfileSchema.maximumItems) can be written here")
      return []
    }
    return sequence.enumerated().map { index, node in
      locations["\(path)[\(index)]"] = document.location(of: node)
      return (node, "\(path)[\(index)]")
    }
  }

  private mutating func cloudFile(_ node: YAMLNode, path: String) -> CloudInitFile? {
    guard node.mapping != nil else {
      reportKind(of: node, key: "write_files", expected: "a file such as {path: /etc/motd, content: Hello}")
      return nil
    }
    let entries = entries(of: node, ProfileSchema.cloudInitFile)
    let path = path + "."
    let place = scalar(ProfileSchema.filePath, in: entries, path: path)
    let text = scalar(ProfileSchema.fileContent, in: entries, path: path)
    let source = scalar(ProfileSchema.fileSource, in: entries, path: path)
    let permissions = scalar(ProfileSchema.filePermissions, in: entries, path: path)
    let owner = scalar(ProfileSchema.fileOwner, in: entries, path: path)
    switch (entries["content"], entries["source"]) {
    case (nil, nil):
      report(document.location(of: node), "the file has neither 'content' nor 'source': add one of them")
    case (let content?, let other?):
      report(max(content.keyLocation, other.keyLocation), "a file has 'content' or 'source', not both")
    default: break
    }
    guard let place,
      let content = text.map({ CloudInitFile.Content.text($0.value) }) ?? source.map({ .source($0.value) })
    else { return nil }
    return CloudInitFile(path: place.value, content: content, permissions: permissions?.value, owner: owner?.value)
  }

  private mutating func cloudCommand(_ node: YAMLNode, path: String) -> CloudInitCommand? {
    let expected = "a line for the shell, or a list of words such as [systemctl, restart, nginx]"
    if let line = node.text, !node.isNull {
      guard Self.isClean(line) else {
        report(document.location(of: node), "'runcmd': a command has no control characters")
        return nil
      }
      return .shell(line)
    }
    guard let sequence = node.sequence, !sequence.isEmpty, sequence.allSatisfy({ $0.text != nil && !$0.isNull }) else {
      reportKind(of: node, key: "runcmd", expected: expected)
      return nil
    }
    let words = sequence.compactMap(\.text)
    guard words.allSatisfy(Self.isClean) else {
      report(document.location(of: node), "'runcmd': a command has no control characters")
      return nil
    }
    return .words(words)
  }

  /// Without control characters, apart from line breaks and tabs.
  private static func isClean(_ text: String) -> Bool { (try? ScalarType<String>.anyText.parse(text)) != nil }

  /// A network-config by cloud-init's rules: only its top is looked at here.
  private mutating func cloudNetwork(_ entry: MappingEntry, path: String) -> String? {
    locate(path + entry.name, entry)
    guard let mapping = entry.value.mapping else {
      reportKind(of: entry.value, key: entry.name, expected: ProfileSchema.cloudNetwork.expectation)
      return nil
    }
    let written = written(in: entry.value)
    let known = ["version", "renderer", "ethernets", "bonds", "bridges", "vlans", "wifis"]
    for (name, inner) in written where !known.contains(name) {
      let meant = Suggestion.nearest(to: name, among: known).map { ": did you mean '\($0)'?" }
      report(
        inner.keyLocation,
        "unknown key '\(Excerpt.of(name))' in 'network'\(meant ?? ": the keys here are \(Suggestion.list(known, last: "and"))")"
      )
    }
    if let version = written["version"], version.value.text != "2" {
      report(document.location(of: version.value), "'version' of a network-config is 2 here")
    }
    guard written["ethernets"] != nil || written.count > (written["version"] == nil ? 0 : 1) else {
      report(
        document.location(of: entry.value), "'network' is empty: expected \(ProfileSchema.cloudNetwork.expectation)")
      return nil
    }
    var pairs = mapping.filter { $0.key.text != "version" }
    pairs.insert((YAMLNode(.scalar("version", isPlain: true)), YAMLNode(.scalar("2", isPlain: true))), at: 0)
    return try? YAMLWriter.text(of: YAMLNode(.mapping(pairs)))
  }
}
