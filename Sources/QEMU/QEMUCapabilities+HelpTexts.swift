extension QEMUCapabilities {
  /// Reads what QEMU printed on standard output, by topic.
  ///
  /// The texts are for people and change a little from release to release, so that a line which is not
  /// understood is left out and never an error; only the version must be there.
  ///
  /// - Throws: `QEMUError.unavailable` when the version's text is not QEMU's.
  public init(texts: [QEMUHelpTopic: String]) throws(QEMUError) {
    func text(_ topic: QEMUHelpTopic) -> String { texts[topic] ?? "" }
    guard let version = QEMUVersion(versionText: text(.version)) else {
      let firstLine = text(.version).split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
      throw .unavailable("this is not QEMU: '-version' printed '\(firstLine.prefix(80))'")
    }
    self.init(
      version: version,
      accelerators: Self.words(after: "Accelerators supported", in: text(.accelerators)),
      machines: Self.words(after: "Supported machines", in: text(.machines)),
      cpuModels: Self.cpuModels(in: text(.cpus)),
      nicModels: Self.nicModels(in: text(.devices)),
      netdevs: Self.words(after: "Available netdev", in: text(.netdevs)),
      displays: Self.words(after: "Available display", in: text(.displays)),
      hasSandbox: text(.options).split(whereSeparator: \.isNewline).contains { $0.hasPrefix("-sandbox") })
  }

  /// The first word of every line between a heading and the next empty line.
  private static func words(after heading: String, in text: String) -> [String] {
    section(after: heading, in: text).compactMap { line in line.split(separator: " ").first.map(String.init) }
  }

  /// Before QEMU 9 a line of an x86 binary is `x86 Haswell-v4  Intel Core…`, since then it is indented and
  /// begins with the model, as it always did on other architectures.
  private static func cpuModels(in text: String) -> [String] {
    section(after: "Available CPUs", in: text).compactMap { line in
      let words = line.split(separator: " ", omittingEmptySubsequences: true)
      return (line.hasPrefix("x86 ") ? words.dropFirst().first : words.first).map(String.init)
    }
  }

  /// Lines such as `name "e1000", bus PCI, alias "e1000-82540em", desc "Intel Gigabit Ethernet"`.
  private static func nicModels(in text: String) -> [NICModel] {
    section(after: "Network devices", in: text).compactMap { line in
      var fields: [Substring: String] = [:]
      for part in line.split(separator: ",") {
        let words = part.split(separator: " ", maxSplits: 1)
        guard words.count == 2, fields[words[0]] == nil else { continue }
        fields[words[0]] = words[1].filter { $0 != "\"" }
      }
      guard let name = fields["name"] else { return nil }
      return NICModel(name: name, bus: fields["bus"], alias: fields["alias"])
    }
  }

  private static func section(after heading: String, in text: String) -> [Substring] {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    guard let start = lines.firstIndex(where: { $0.hasPrefix(heading) }) else { return [] }
    return Array(lines[(start + 1)...].prefix { line in line.contains { $0 != " " } })
  }
}
