internal import YAML

/// The text of a profile, to be changed without touching what is not changed.
///
/// A change is an insertion: comments, order, spaces and line ends of all the rest stay byte for byte. Whether it
/// means what it should is checked by reading the result; text that leaves no safe place is left alone.
public struct ProfileText: Sendable, Equatable {
  /// The profile's YAML.
  public private(set) var yaml: String
  private let name: VMName
  private let file: String

  public init(_ yaml: String, name: VMName, file: String) {
    self.yaml = yaml
    self.name = name
    self.file = file
  }

  /// Adds a card at the end of `nics:`.
  ///
  /// - Returns: the card's index in the list.
  /// - Throws: `ProfileError.invalid` when the profile has mistakes before or after, `unreadable` with the lines to
  ///   paste when there is no safe place for them.
  @discardableResult
  public mutating func append(_ nic: NIC) throws(ProfileError) -> Int {
    let (name, file) = (name, file)
    return try append(nic) { yaml throws(ProfileError) in try Profile(yaml: yaml, name: name, file: file) }
  }

  /// The same for a profile that may extend others.
  ///
  /// - Parameter read: what a text of this file comes to with all that it stands on.
  @discardableResult
  public mutating func append(
    _ nic: NIC, reading read: (_ yaml: String) throws(ProfileError) -> Profile
  ) throws(ProfileError) -> Int {
    let old = try read(yaml)
    if let place = old.locations["nics"], place.file != file {
      throw .unreadable("\(file): its 'nics' come from \(place): add the NIC there, or copy the whole list to \(file)")
    }
    var expected = old
    expected.nics.append(nic)
    try Self.checkLimit(expected, file)
    guard let changed = try insertion(of: nic, into: old)?.applied(to: yaml) else { throw unsafe(nic, old) }
    // The rules between cards may forbid it: a port that is forwarded already, say.
    let result = try read(changed)
    guard result == expected else { throw unsafe(nic, old) }
    yaml = changed
    return expected.nics.count - 1
  }

  private static func checkLimit(_ profile: Profile, _ file: String) throws(ProfileError) {
    guard profile.nics.count <= ProfileSchema.maximumNICs else {
      throw .unreadable("\(file) has \(ProfileSchema.maximumNICs) NICs, and that is as many as a machine can have")
    }
  }

  private func insertion(of nic: NIC, into old: Profile) throws(ProfileError) -> TextInsertion? {
    let document: YAMLDocument
    do throws(Diagnostic) { document = try YAMLDocument(yaml, file: file) } catch { throw .invalid([error]) }
    guard let node = document.root, let root = node.mapping else { return nil }
    let lines = YAMLLines(yaml)
    // Whether a list or mapping is in block or flow style, the character that it begins with tells.
    let keys = root.map { key, value in (name: key.text, mark: key.mark, value: value) }
    guard let entry = keys.first(where: { $0.name == "nics" }) else {
      guard lines.character(line: node.mark.line, column: node.mark.column) != "{" else { return nil }
      return lines.appending(Self.section(old.nics + [nic]))
    }
    let start = entry.value.mark
    guard entry.value.sequence != nil, start.line >= entry.mark.line else { return nil }
    if lines.character(line: start.line, column: start.column) == "[" {
      let place = lines.offset(line: start.line, column: start.column)
      return FlowSequence(in: lines.scalars, at: place)?.appending(NICText.flow(nic))
    }
    let next = keys.map(\.mark).filter { $0.line > start.line }.map(\.line).min()
    return lines.appendingItem(
      NICText.block(nic), toListAt: (line: start.line, column: start.column), before: next)
  }

  private func unsafe(_ nic: NIC, _ old: Profile) -> ProfileError {
    .unreadable(
      """
      \(file): the NIC cannot be added to 'nics' without changing other lines: add it by hand:
      \(NICText.block(nic).enumerated().map { ($0 == 0 ? "  - " : "    ") + $1 }.joined(separator: "\n"))
      """)
  }

  /// The whole key, for a profile that left it out and so has the standard card.
  private static func section(_ nics: [NIC]) -> [String] {
    ["nics:"] + nics.flatMap { nic in NICText.block(nic).enumerated().map { ($0 == 0 ? "  - " : "    ") + $1 } }
  }
}
